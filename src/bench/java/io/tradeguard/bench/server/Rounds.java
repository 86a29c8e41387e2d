package io.tradeguard.bench.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** Two measures taken in turn, so that both see the same machine; the first changes each round. */
public record Rounds(Series ours, Series against) {
  /** One measure's values, of which there is at least one. */
  public record Series(double[] values) {
    double median() {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }

    /** Returns the median, and the least and the most. */
    String text() {
      return String.format(
          Locale.ROOT,
          "%,.0f (%,.0f–%,.0f)",
          median(),
          Arrays.stream(values).min().orElseThrow(),
          Arrays.stream(values).max().orElseThrow());
    }
  }

  /**
   * Measures each in turn.
   *
   * @param warmUps turns whose results are thrown away: while the compiler still works it has one
   *     of the cores, and the two sides do not wait for it alike
   */
  public static Rounds of(int warmUps, int rounds, DoubleSupplier ours, DoubleSupplier against) {
    double[] oursValues = new double[rounds];
    double[] againstValues = new double[rounds];
    for (int i = 0; i < warmUps; i++) {
      against.getAsDouble();
      ours.getAsDouble();
    }
    for (int round = 0; round < rounds; round++) {
      boolean oursFirst = round % 2 == 0;
      if (oursFirst) {
        oursValues[round] = ours.getAsDouble();
      }
      againstValues[round] = against.getAsDouble();
      if (!oursFirst) {
        oursValues[round] = ours.getAsDouble();
      }
    }
    return new Rounds(new Series(oursValues), new Series(againstValues));
  }

  /** Returns the quotient of the medians. */
  public double ratio() {
    return ours.median() / against.median();
  }
}
