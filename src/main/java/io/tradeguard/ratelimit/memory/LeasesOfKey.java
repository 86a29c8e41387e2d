package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.lease.Lease;
import io.tradeguard.ratelimit.memory.LocalLeases.Owed;
import io.tradeguard.ratelimit.memory.LocalLeases.Solitude;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The leases of one key on one node, and what the node knows of the others. Not thread-safe. */
final class LeasesOfKey {
  /** For how long it is worth remembering that others hold places. */
  private static final long REMEMBERED_MICROS = 60_000_000;

  /** By then an answer that was on its way when its lease ended has come, or never will. */
  private static final long LATE_MICROS = 10_000_000;

  private static final long SURE_MICROS = 1_000_000;

  /**
   * A lease, held or ended.
   *
   * @param until when it ends, or need not be remembered any more, in microseconds
   * @param owed whether Redis is to be told
   */
  private record Known(long until, boolean owed) {}

  /** Those that this node gave or prolonged, by number. */
  private final Map<String, Known> own = new HashMap<>();

  private final Map<String, Known> ended = new HashMap<>();

  /** Those that Redis is being asked for: it may give them. */
  private final Set<String> asked = new HashSet<>();

  /** Places that other nodes' leases hold, when Redis was last heard of. */
  private int foreign;

  private long forgetAt = Long.MIN_VALUE;

  /** The outage through which {@link #most} holds; 0 outside of one. */
  private int alone;

  /** The most leases that this node may have through the outage. */
  private long most;

  /** The loss up to which Redis has everything. */
  private int settled;

  /** Ends those whose time is over; returns how many of this node's. */
  int expire(long now) {
    ended.values().removeIf(known -> known.until <= now);
    int before = own.size();
    own.values().removeIf(known -> known.until <= now);
    return before - own.size();
  }

  boolean isIdle(long now) {
    return own.isEmpty() && ended.isEmpty() && asked.isEmpty() && alone == 0 && now >= forgetAt;
  }

  boolean has(String number) {
    return own.containsKey(number);
  }

  /** Whether the lease lasts for so long still that no clock can be wrong about it. */
  boolean surelyHas(String number, long now) {
    Known known = own.get(number);
    return known != null && known.until > now + SURE_MICROS;
  }

  boolean hasEnded(String number) {
    return ended.containsKey(number);
  }

  int remembered() {
    return ended.size();
  }

  int running() {
    return own.size() + foreign;
  }

  void ask(String number) {
    asked.add(number);
  }

  void answered(String number) {
    asked.remove(number);
  }

  /** Whether the node may give a lease alone; what Redis may yet give has its place too. */
  boolean hasRoom(String number, int limit, Solitude solitude) {
    if (has(number)) {
      return true;
    }
    int others = asked.size() - (asked.contains(number) ? 1 : 0);
    if (solitude.share().nodes() == 1) {
      return running() + others < limit;
    }
    int outage = solitude.outages().last();
    if (alone != outage || outage == 0) {
      alone = outage;
      most = own.size() + solitude.share().of((long) limit - running());
    }
    return own.size() + others < Math.min(most, limit);
  }

  /** Holds a place; returns 1 if it did not before, else 0. */
  int hold(String number, long until, boolean owed) {
    Known before = own.put(number, new Known(until, owed));
    return before == null ? 1 : 0;
  }

  /**
   * Gives a place back, and remembers that: an answer to who prolonged it may still come.
   *
   * @return 1 if this node held it, else 0
   */
  int end(String number, long now, boolean owed) {
    Known held = own.remove(number);
    long latest = held == null ? now + Lease.MAX_SECONDS * 1_000_000L : held.until;
    ended.put(number, new Known(owed ? latest : now + LATE_MICROS, owed));
    return held == null ? 0 : 1;
  }

  /** Gives a place back where no answer can be on its way; returns 1 if this node held it. */
  int drop(String number) {
    return own.remove(number) == null ? 0 : 1;
  }

  /** Takes note of how many places are held in all, as Redis says. */
  void learn(int running, long now) {
    foreign = Math.max(0, running - own.size());
    forgetAt = now + REMEMBERED_MICROS;
  }

  /**
   * What Redis, which is there, lacks: what it was not told, and all if it has lost what it had.
   */
  Owed owed(long now, Outages outages) {
    boolean lost = settled < outages.lastLoss();
    Map<String, Long> lasting = new HashMap<>();
    own.forEach(
        (number, known) -> {
          if (lost || known.owed) {
            lasting.put(number, known.until);
          }
        });
    Owed owed =
        new Owed(
            now,
            lasting,
            ended.entrySet().stream()
                .filter(entry -> entry.getValue().owed)
                .map(Map.Entry::getKey)
                .toList());
    if (owed.isNothing()) {
      settle(outages);
    }
    return owed;
  }

  /** Redis has it; what was prolonged or ended meanwhile is still owed. */
  void paid(Owed owed, Outages outages, long now) {
    owed.lasting()
        .forEach(
            (number, until) ->
                own.computeIfPresent(
                    number, (n, known) -> known.until == until ? new Known(until, false) : known));
    for (String number : owed.ended()) {
      ended.computeIfPresent(number, (n, known) -> new Known(now + LATE_MICROS, false));
    }
    settle(outages);
  }

  private void settle(Outages outages) {
    settled = Math.max(settled, outages.lastLoss());
    alone = 0;
  }
}
