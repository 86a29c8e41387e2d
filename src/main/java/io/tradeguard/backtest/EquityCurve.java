package io.tradeguard.backtest;

import io.tradeguard.marketdata.BarSeries;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The worth of a portfolio over time beside the price, thinned for drawing: evenly spaced points,
 * the first and the last bar always among them. The drawdown is taken from every bar, not from the
 * points.
 */
final class EquityCurve {
  static final int MAX_POINTS = 500;

  private List<Point> points = new ArrayList<>();
  private @Nullable Point last;
  private long count;
  private int stride = 1;
  private double peak;
  private double maxDrawdown;

  private record Point(int bar, double close, double equity) {}

  /**
   * An empty curve.
   *
   * @param start what the portfolio is worth before the first bar
   */
  EquityCurve(double start) {
    peak = start;
  }

  void add(int bar, double close, double equity) {
    peak = Math.max(peak, equity);
    maxDrawdown = Math.max(maxDrawdown, 1 - equity / peak);
    last = new Point(bar, close, equity);
    if (count % stride == 0 && points.size() == MAX_POINTS) {
      thin();
    }
    if (count % stride == 0) {
      points.add(last);
    }
    count++;
  }

  private void thin() {
    List<Point> kept = new ArrayList<>(MAX_POINTS);
    for (int i = 0; i < points.size(); i += 2) {
      kept.add(points.get(i));
    }
    points = kept;
    stride *= 2;
  }

  private List<Point> points() {
    List<Point> curve = new ArrayList<>(points);
    Point end = last;
    if (end != null && !curve.get(curve.size() - 1).equals(end)) {
      if (curve.size() == MAX_POINTS) {
        curve.remove(curve.size() - 1);
      }
      curve.add(end);
    }
    return curve;
  }

  /** Returns the worth at no more than {@link #MAX_POINTS} bars, oldest first. */
  List<CurvePoint> equity(BarSeries series) {
    return points().stream()
        .map(point -> new CurvePoint(series.time(point.bar()), point.equity()))
        .toList();
  }

  /** Returns the closes of the same bars. */
  List<CurvePoint> closes(BarSeries series) {
    return points().stream()
        .map(point -> new CurvePoint(series.time(point.bar()), point.close()))
        .toList();
  }

  /** Returns the deepest fall from a peak before it, as a fraction from 0 to 1 of that peak. */
  double maxDrawdown() {
    return maxDrawdown;
  }
}
