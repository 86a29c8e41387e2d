package io.tradeguard.ratelimit.redis;

import java.util.List;

/** A question to {@link Script#COUNT} about one key. */
final class CountAsk extends Ask {
  final byte[] key;
  final int weight;
  final int periodSeconds;
  final long window;

  /** The answer: with this question's own weight, but none that came after it. */
  long count;

  /** The answer: the window's end in milliseconds since 1970; -2 if there is none. */
  long ends;

  /** The answer: Redis's time in microseconds since 1970. */
  long redisNow;

  /**
   * Creates a question.
   *
   * @param weight 0 only looks
   * @param window the end of the only window to add to; 0 for whichever there is
   */
  CountAsk(byte[] key, int weight, int periodSeconds, long window, List<CommandAsk> first) {
    super(first);
    this.key = key;
    this.weight = weight;
    this.periodSeconds = periodSeconds;
    this.window = window;
  }

  /** Takes the answer, before it is told that it has one. */
  void answer(long newCount, long newEnds, long now) {
    count = newCount;
    ends = newEnds;
    redisNow = now;
  }

  /** Microseconds to the window's end. */
  long left() {
    return ends < 0 ? periodSeconds * 1_000_000L : ends * 1_000 - redisNow;
  }

  @Override
  byte[] routingKey() {
    return key;
  }
}
