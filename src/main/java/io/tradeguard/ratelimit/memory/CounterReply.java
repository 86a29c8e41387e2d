package io.tradeguard.ratelimit.memory;

/**
 * Redis's numbers of one counter.
 *
 * @param passed whether the request was charged; of a single fixed window nothing
 * @param numbers of a single fixed window its count and its end in milliseconds since 1970,
 *     negative if it has none; of anything else as {@link Arithmetic} has them, with times relative
 *     to Redis's now, in microseconds
 * @param redisNow Redis's time in microseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, never changed.
public record CounterReply(boolean passed, double[] numbers, long redisNow) {
  public static CounterReply ofWindow(long count, long ends, long redisNow) {
    return new CounterReply(true, new double[] {count, ends}, redisNow);
  }

  /** The count of a single fixed window. */
  public long count() {
    return (long) numbers[0];
  }

  /** The end of a single fixed window; negative if it has none. */
  public long ends() {
    return (long) numbers[1];
  }

  /** Microseconds to the end of a single fixed window. */
  public long left(int periodSeconds) {
    return ends() < 0 ? periodSeconds * 1_000_000L : ends() * 1_000 - redisNow;
  }
}
