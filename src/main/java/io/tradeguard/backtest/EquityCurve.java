package io.tradeguard.backtest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The worth of a portfolio over time, thinned for drawing: evenly spaced points, the first and the
 * last bar always among them. The drawdown is taken from every bar, not from the points.
 */
final class EquityCurve {
  static final int MAX_POINTS = 500;

  private List<EquityPoint> points = new ArrayList<>();
  private @Nullable EquityPoint last;
  private long count;
  private int stride = 1;
  private double peak;
  private double maxDrawdown;

  /**
   * An empty curve.
   *
   * @param start what the portfolio is worth before the first bar
   */
  EquityCurve(double start) {
    peak = start;
  }

  void add(Instant time, double equity) {
    peak = Math.max(peak, equity);
    maxDrawdown = Math.max(maxDrawdown, 1 - equity / peak);
    last = new EquityPoint(time, equity);
    if (count % stride == 0 && points.size() == MAX_POINTS) {
      thin();
    }
    if (count % stride == 0) {
      points.add(last);
    }
    count++;
  }

  private void thin() {
    List<EquityPoint> kept = new ArrayList<>(MAX_POINTS);
    for (int i = 0; i < points.size(); i += 2) {
      kept.add(points.get(i));
    }
    points = kept;
    stride *= 2;
  }

  /** Returns at most {@link #MAX_POINTS} points, oldest first. */
  List<EquityPoint> points() {
    List<EquityPoint> curve = new ArrayList<>(points);
    EquityPoint end = last;
    if (end != null && !curve.get(curve.size() - 1).equals(end)) {
      if (curve.size() == MAX_POINTS) {
        curve.remove(curve.size() - 1);
      }
      curve.add(end);
    }
    return List.copyOf(curve);
  }

  /** Returns the deepest fall from a peak before it, as a fraction from 0 to 1 of that peak. */
  double maxDrawdown() {
    return maxDrawdown;
  }
}
