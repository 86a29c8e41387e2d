package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.memory.InFlight;
import io.tradeguard.ratelimit.memory.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this node knows of Redis's numbers of some kind, and the way between the two. */
interface Shared {
  /**
   * How a request begins.
   *
   * @param counter its counter, held until it is back; null if there was no room for one
   * @param refusal if it is known that Redis would refuse it
   * @param number by which it is known when it comes back from Redis
   * @param bring what must be brought to Redis before it
   */
  record Start(
      @Nullable Tally counter, @Nullable Decision refusal, int number, @Nullable Bringing bring) {
    static final Start UNSENT = new Start(null, null, InFlight.NONE, null);

    /** Returns the questions that go before the request. */
    List<CommandAsk> first() {
      return bring == null ? List.of() : List.of(bring.ask());
    }

    /** Returns the number by which a counter knows the request; none if another one saw it off. */
    int numberFor(Tally other) {
      return other == counter ? number : InFlight.NONE;
    }
  }

  /** Refuses a request that Redis would refuse, or sees it off to Redis. */
  Start start(LimitKey key, LimitPolicy policy, int weight);

  /**
   * Has Redis decide.
   *
   * @param weight 0 only looks
   * @param start how the request began
   * @throws RedisFailure if there is no answer
   */
  Decision ask(LimitKey key, LimitPolicy policy, int weight, Start start) throws RedisFailure;

  /**
   * Decides without Redis.
   *
   * @param start how the request began
   * @param maybeCounted whether Redis may have counted the request already
   */
  Decision decideAlone(
      LimitKey key, LimitPolicy policy, int weight, Start start, boolean maybeCounted);

  /** Counts a request no more that Redis has not decided. */
  void withdraw(Start start, int weight);

  /** Sends what refusals without Redis owe it, and looks whether they still hold; called often. */
  void flush();

  /** After an outage: brings everything to Redis that only this node knows. */
  void sweep();

  /** What was brought for a key is noted beside it: the braces put both into one slot. */
  static String marker(String key) {
    return "tradeguard:brought:{" + key + "}";
  }
}
