package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.settings.WindowSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Numbers of one counter that Redis may not have, as the arguments of the script that adds them.
 *
 * @param batch rises with each of this node's, so that Redis adds none twice
 */
public record Replay(long batch, List<String> arguments) {
  /** Stands where the base would: there is none, and what follows is taken back. */
  private static final int REFUND = -1;

  public Replay {
    arguments = List.copyOf(arguments);
  }

  /**
   * Creates a replay of a single fixed window.
   *
   * @param known the highest count that Redis was known, or may be taken, to have reached
   * @param delta what only this node has counted
   * @param ends the window's end in milliseconds since 1970, by Redis's clock
   */
  static Replay ofWindow(long batch, long known, long delta, long ends, int periodSeconds) {
    return new Replay(
        batch,
        LongStream.of(batch, known, delta, ends, periodSeconds * 1_000L)
            .mapToObj(Long::toString)
            .toList());
  }

  /**
   * Creates a refund, in the form of a replay: its base is below any count.
   *
   * @param weight how much is taken back
   * @param latest Redis's time in microseconds since 1970: a window that began later is left alone
   */
  public static Replay ofRefund(long batch, int weight, long latest, LimitPolicy policy) {
    if (policy.isSingleFixedWindow()) {
      return ofWindow(
          batch, REFUND, weight, latest / 1_000, policy.windows().get(0).periodSeconds());
    }
    double[] known = new double[policy.windows().size() * Arithmetic.WIDTH];
    double[] back = known.clone();
    for (int o = 0; o < known.length; o += Arithmetic.WIDTH) {
      known[o] = REFUND;
      back[o] = weight;
      back[o + 1] = latest;
    }
    return ofNumbers(batch, policy, known, back);
  }

  /**
   * Creates a replay of anything but a single fixed window.
   *
   * @param known what Redis was known, or may be taken, to have, as {@link Arithmetic} has it but
   *     with Redis's times
   * @param delta what only this node has counted
   */
  static Replay ofNumbers(long batch, LimitPolicy policy, double[] known, double[] delta) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(batch));
    arguments.add(policy.algorithm().label().substring(0, 1));
    arguments.add(Integer.toString(policy.windows().size()));
    for (int i = 0; i < policy.windows().size(); i++) {
      WindowSettings window = policy.windows().get(i);
      arguments.add(Integer.toString(window.limit()));
      arguments.add(Integer.toString(window.periodSeconds()));
      for (double[] numbers : List.of(known, delta)) {
        for (int n = 0; n < Arithmetic.WIDTH; n++) {
          arguments.add(Double.toString(numbers[i * Arithmetic.WIDTH + n]));
        }
      }
    }
    return new Replay(batch, arguments);
  }
}
