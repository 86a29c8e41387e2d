package io.tradeguard.ratelimit.lease;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.settings.OnRedisFailure;

/** Holds leases; Redis and memory keep the same contract. */
public interface LeaseBackend {

  /**
   * How many places there are, and for how long one is held.
   *
   * @param limit leases of one key at once, at least 1
   * @param seconds until the lease ends by itself, 1 to {@value Lease#MAX_SECONDS}
   */
  record Terms(int limit, int seconds, OnRedisFailure onRedisFailure) {}

  /** Takes a place; a lease that holds one already keeps it, for as long as is asked for now. */
  LeaseAnswer take(Lease lease, Terms terms);

  /** Holds a place for so many seconds from now, unless the lease has ended. */
  LeaseAnswer renew(Lease lease, Terms terms);

  /** Gives a place back; a lease that has ended is no error. */
  void end(Lease lease);

  /** Tells how many leases of a key hold a place; takes none. */
  LeaseAnswer look(LimitKey key);

  /** Tells how many leases this node has given and not seen end. */
  int held();
}
