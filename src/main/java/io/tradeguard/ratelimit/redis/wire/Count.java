package io.tradeguard.ratelimit.redis.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts in, or looks into, one single fixed window by plain commands: for Redis a script costs
 * several times what it does. Those of one key that share an exchange become one addition: each
 * still gets the count as it stood after itself.
 *
 * <p>{@code INCRBY} alone decides, so a decision is atomic. {@code PEXPIRE … LT} gives a new window
 * its end, gives it again should it ever be missing, and brings it nearer where a window is longer
 * than its period: since the period was shortened, Redis's clock was set back, or somebody gave the
 * key another end. {@code PEXPIRETIME} tells the end.
 */
public final class Count extends Command {
  private static final byte[] INCRBY = ascii("*3\r\n$6\r\nINCRBY\r\n");
  private static final byte[] GET = ascii("*2\r\n$3\r\nGET\r\n");
  private static final byte[] PEXPIRE = ascii("*4\r\n$7\r\nPEXPIRE\r\n");
  private static final byte[] PEXPIRETIME = ascii("*2\r\n$11\r\nPEXPIRETIME\r\n");
  private static final byte[] LT = ascii("$2\r\nLT\r\n");

  private final byte[] key;
  private final int weight;
  private final long periodMillis;
  private List<Count> merged = List.of();
  private long count;
  private long ends;
  private long redisNow;

  /**
   * Creates a command.
   *
   * @param weight 0 only looks
   */
  public Count(byte[] key, int weight, int periodSeconds) {
    this.key = key;
    this.weight = weight;
    this.periodMillis = periodSeconds * 1_000L;
  }

  /** The answer: with this command's own weight, but none that came after it. */
  public long count() {
    return count;
  }

  /** The answer: the window's end in milliseconds since 1970; negative if there is none. */
  public long ends() {
    return ends;
  }

  /** The answer: microseconds to the window's end. */
  public long left() {
    return ends < 0 ? periodMillis * 1_000 : ends * 1_000 - redisNow;
  }

  /** The answer: Redis's time in microseconds since 1970. */
  public long redisNow() {
    return redisNow;
  }

  @Override
  public byte[] key() {
    return key;
  }

  /** Whether another may be sent as a part of this one. */
  boolean merges(Count other) {
    return weight > 0
        && other.weight > 0
        && asking == other.asking
        && periodMillis == other.periodMillis
        && Arrays.equals(key, other.key);
  }

  void merge(Count other) {
    if (merged.isEmpty()) {
      merged = new ArrayList<>();
    }
    merged.add(other);
  }

  /** Sets what was merged apart again, and returns it. */
  List<Count> split() {
    List<Count> parts = merged;
    merged = List.of();
    return parts;
  }

  private long weights() {
    long sum = weight;
    for (Count part : merged) {
      sum += part.weight;
    }
    return sum;
  }

  @Override
  void encode(RespBuffer out, boolean fallback) {
    if (fallback) {
      out.command(6).bulk(Script.EVAL).bulk(Script.COUNT.text()).bulk(1).bulk(key);
      out.bulk(weight).bulk(periodMillis);
    } else if (weight == 0) {
      out.raw(GET).bulk(key).raw(PEXPIRETIME).bulk(key);
    } else {
      out.raw(INCRBY).bulk(key).bulk(weights());
      out.raw(PEXPIRE).bulk(key).bulk(periodMillis).raw(LT);
      out.raw(PEXPIRETIME).bulk(key);
    }
  }

  @Override
  int replies(boolean fallback) {
    return fallback ? 1 : weight == 0 ? 2 : 3;
  }

  @Override
  boolean needsTime(boolean fallback) {
    return !fallback;
  }

  @Override
  boolean decode(List<@Nullable Object> replies, boolean fallback, long micros) {
    if (replies.get(0) instanceof RedisError error) {
      if (error.isSpoiledKey() && !fallback) {
        return false;
      }
      merged.forEach(part -> part.refused(error, fallback));
      refused(error, fallback);
    } else if (fallback) {
      List<?> numbers = (List<?>) PlainCommand.present(replies.get(0));
      answer((Long) numbers.get(1), (Long) numbers.get(2), (Long) numbers.get(0));
    } else if (weight == 0) {
      return looked(replies, micros);
    } else {
      counted(replies, micros);
    }
    return true;
  }

  private boolean looked(List<@Nullable Object> replies, long micros) {
    long end = replies.get(1) instanceof Long told ? told : -2;
    if (replies.get(0) instanceof byte[] digits) {
      try {
        answer(Long.parseLong(new String(digits, StandardCharsets.US_ASCII)), end, micros);
      } catch (NumberFormatException e) {
        return false;
      }
    } else {
      answer(0, -2, micros);
    }
    return true;
  }

  private void counted(List<@Nullable Object> replies, long micros) {
    RedisError error = firstError(replies, micros);
    long before = (Long) PlainCommand.present(replies.get(0)) - weights();
    // It ended, or moved to another server, right after it was counted.
    long end = replies.get(2) instanceof Long told && told >= 0 ? told : micros / 1_000;
    for (int i = -1; i < merged.size(); i++) {
      Count part = i < 0 ? this : merged.get(i);
      before += part.weight;
      if (error == null) {
        part.answer(before, end, micros);
      } else {
        part.failed(RedisFailure.halfDone(error));
      }
    }
  }

  /** A count without an end would last for ever: that it was counted is not enough. */
  private static @Nullable RedisError firstError(List<@Nullable Object> replies, long micros) {
    for (Object reply : replies) {
      if (reply instanceof RedisError error && !error.isRedirection()) {
        return error;
      }
    }
    return micros < 0 ? new RedisError("Redis does not tell its time") : null;
  }

  private void answer(long newCount, long newEnds, long now) {
    count = newCount;
    ends = newEnds;
    redisNow = now;
    answered();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
