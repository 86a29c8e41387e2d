package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.HotKey;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.memory.Answers;
import io.tradeguard.ratelimit.memory.Arithmetic;
import io.tradeguard.settings.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads what {@link Script#WINDOWS} keeps, where no policy says what it is. */
final class StoredWindows {
  private static final double SECOND = 1e6;

  private StoredWindows() {}

  /** Returns a counter's algorithm; empty for a single fixed window. */
  static Optional<Algorithm> algorithm(LimitKey key, String name) {
    return Arrays.stream(Algorithm.values())
        .filter(algorithm -> key.text(algorithm).equals(name))
        .findFirst();
  }

  /**
   * Returns a counter as an operator sees it.
   *
   * @param hash its fields and values in turn
   * @param now Redis's time in microseconds since 1970
   * @return empty if nothing counts any more, or somebody else wrote it
   */
  static Optional<HotKey> read(String name, Algorithm algorithm, List<?> hash, long now) {
    int narrowest = Integer.MAX_VALUE;
    String value = "";
    try {
      for (int i = 0; i + 1 < hash.size(); i += 2) {
        int period = Integer.parseInt(text(hash.get(i)));
        if (period < narrowest) {
          narrowest = period;
          value = text(hash.get(i + 1));
        }
      }
      double[] numbers = Arrays.stream(value.split(" ")).mapToDouble(Double::parseDouble).toArray();
      return numbers.length < Arithmetic.WIDTH
          ? Optional.empty()
          : read(name, Arithmetic.of(algorithm), numbers, narrowest * SECOND, (double) now);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<HotKey> read(
      String name, Arithmetic arithmetic, double[] numbers, double period, double now) {
    // Only GCRA asks for the limit, and only GCRA keeps it.
    double limit = numbers[numbers.length - 1];
    arithmetic.advance(numbers, 0, limit, period, now);
    long used = (long) arithmetic.used(numbers, 0, limit, period, now);
    if (used <= 0) {
      return Optional.empty();
    }
    long left = (long) arithmetic.reset(numbers, 0, limit, period, now);
    return Optional.of(new HotKey(name, used, Answers.seconds(left, Integer.MAX_VALUE)));
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.US_ASCII);
  }
}
