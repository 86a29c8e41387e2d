package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import java.util.List;
import java.util.Objects;

/**
 * What a key owes Redis, on its way there. All its batches go in one run of a script, so that none
 * can overtake another and make it look like a repetition.
 *
 * @param batch the last of them
 */
record Bringing(LimitKey key, LimitPolicy policy, long batch, CommandAsk ask) {
  private static final int AT_ONCE = 200;

  /** What is done with an answer. */
  @FunctionalInterface
  interface Arrival {
    void arrived(Bringing bringing, long asked);
  }

  /** The script's answer. */
  List<?> reply() {
    return (List<?>) Objects.requireNonNull(ask.reply);
  }

  /** Brings many, some at a time; stops when Redis fails. */
  static void all(RedisSession session, List<Bringing> brings, long asked, Arrival arrival) {
    for (int from = 0; from < brings.size() && session.connected(); from += AT_ONCE) {
      List<Bringing> some = brings.subList(from, Math.min(from + AT_ONCE, brings.size()));
      session.askAll(some.stream().map(Bringing::ask).toList());
      for (Bringing bringing : some) {
        try {
          bringing.ask.check();
          arrival.arrived(bringing, asked);
        } catch (RedisFailure failure) {
          session.countedAlone();
        }
      }
    }
  }
}
