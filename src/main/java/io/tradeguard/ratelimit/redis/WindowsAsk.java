package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimitPolicy;
import java.util.List;

/** A question to {@link Script#WINDOWS} about one key. */
final class WindowsAsk extends Ask {
  final byte[] key;
  final LimitPolicy policy;
  final int weight;

  /** The answer. */
  boolean passed;

  /** The answer: the numbers of each window, times relative to Redis's now, in microseconds. */
  double[] state = new double[0];

  /** The answer: Redis's time in microseconds since 1970. */
  long redisNow;

  /**
   * Creates a question.
   *
   * @param weight 0 only looks
   */
  WindowsAsk(byte[] key, LimitPolicy policy, int weight, List<CommandAsk> first) {
    super(first);
    this.key = key;
    this.policy = policy;
    this.weight = weight;
  }

  @Override
  byte[] routingKey() {
    return key;
  }
}
