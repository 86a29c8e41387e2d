package io.tradeguard.backtest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a strategy fared. Returns, drawdown and rate are fractions: 0.25 is 25 %.
 *
 * @param bars of the file
 * @param trades entries; the last may still be open
 * @param maxDrawdown the deepest fall of the equity from an earlier close, positive
 * @param winRate closed trades that earned more than they paid; null while none is closed
 * @param buyAndHoldReturn from the first close to the last
 * @param finalEquity cash, or the open position at the last close
 * @param equityCurve at most 500 points
 * @param priceCurve the closes of the same bars
 * @param executions the last 500 at most, oldest first
 * @param durationMs what the run took, in milliseconds
 */
public record BacktestReport(
    long bars,
    int trades,
    double totalReturn,
    double maxDrawdown,
    @Nullable Double winRate,
    double buyAndHoldReturn,
    double finalEquity,
    List<CurvePoint> equityCurve,
    List<CurvePoint> priceCurve,
    List<Execution> executions,
    long durationMs) {
  public BacktestReport {
    equityCurve = List.copyOf(equityCurve);
    priceCurve = List.copyOf(priceCurve);
    executions = List.copyOf(executions);
  }
}
