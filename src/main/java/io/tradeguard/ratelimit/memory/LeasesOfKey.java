package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.lease.Lease;
import io.tradeguard.ratelimit.memory.LocalLeases.Owed;
import io.tradeguard.ratelimit.memory.LocalLeases.Solitude;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The leases of one key on one node, and what the node knows of the others. Not thread-safe. */
final class LeasesOfKey {
  /** For how long it is worth remembering that others hold places. */
  private static final long REMEMBERED_MICROS = 60_000_000;

  private static final long SURE_MICROS = 1_000_000;

  /** When each lease of this node ends, by its number, in microseconds. */
  private final Map<String, Long> own = new HashMap<>();

  /** When those that Redis may still have would end there. */
  private final Map<String, Long> ended = new HashMap<>();

  /** Places that other nodes' leases hold, when Redis was last heard of. */
  private int foreign;

  private long forgetAt = Long.MIN_VALUE;

  /** The outage through which {@link #most} holds; 0 outside of one. */
  private int alone;

  /** The most leases that this node may have through the outage. */
  private long most;

  /** The outage up to which Redis has everything. */
  private int settled;

  private boolean owing;

  /** Ends those whose time is over; returns how many of this node's. */
  int expire(long now) {
    ended.values().removeIf(end -> end <= now);
    int before = own.size();
    own.values().removeIf(end -> end <= now);
    return before - own.size();
  }

  boolean isIdle(long now) {
    return own.isEmpty() && ended.isEmpty() && alone == 0 && now >= forgetAt;
  }

  boolean has(String number) {
    return own.containsKey(number);
  }

  /** Whether the lease lasts for so long still that no clock can be wrong about it. */
  boolean surelyHas(String number, long now) {
    Long end = own.get(number);
    return end != null && end > now + SURE_MICROS;
  }

  boolean hasEnded(String number) {
    return ended.containsKey(number);
  }

  int running() {
    return own.size() + foreign;
  }

  /** Whether the node may give a lease alone. */
  boolean hasRoom(String number, int limit, Solitude solitude) {
    int outage = solitude.outages().last();
    if (solitude.share().nodes() == 1) {
      return has(number) || running() < limit;
    }
    if (alone != outage || outage == 0) {
      alone = outage;
      most = own.size() + solitude.share().of((long) limit - running());
    }
    return has(number) || own.size() < Math.min(most, limit);
  }

  /** Holds a place; returns 1 if it did not before, else 0. */
  int hold(String number, long until, boolean unknownToRedis) {
    owing |= unknownToRedis;
    ended.remove(number);
    return own.put(number, until) == null ? 1 : 0;
  }

  /** Gives a place back; returns 1 if this node held it, else 0. */
  int end(String number, long now, boolean owed) {
    Long until = own.remove(number);
    if (owed) {
      ended.put(number, until == null ? now + Lease.MAX_SECONDS * 1_000_000L : until);
      owing = true;
    }
    return until == null ? 0 : 1;
  }

  /** Takes note of how many places are held in all, as Redis says. */
  void learn(int running, long now) {
    foreign = Math.max(0, running - own.size());
    forgetAt = now + REMEMBERED_MICROS;
  }

  /** What Redis lacks: after an outage it may have lost all. */
  Owed owed(long now, Outages outages) {
    if (own.isEmpty() && ended.isEmpty()) {
      settle(outages);
    }
    if (!owing && settled >= outages.last()) {
      return new Owed(Map.of(), List.of());
    }
    Map<String, Long> lasting = new HashMap<>();
    own.forEach((number, end) -> lasting.put(number, Math.max(1, (end - now) / 1_000)));
    return new Owed(lasting, new ArrayList<>(ended.keySet()));
  }

  /** Redis has it; what came meanwhile is still owed. */
  void paid(Owed owed, Outages outages) {
    List.copyOf(owed.ended()).forEach(ended::remove);
    if (own.keySet().equals(owed.lasting().keySet()) && ended.isEmpty()) {
      settle(outages);
    }
  }

  private void settle(Outages outages) {
    owing = false;
    settled = Math.max(settled, outages.last());
    alone = 0;
  }
}
