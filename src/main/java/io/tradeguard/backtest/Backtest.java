package io.tradeguard.backtest;

import io.tradeguard.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** One run of a strategy over one file, a single pass in bounded memory. */
final class Backtest {
  private final SmaCrossover strategy;
  private final Portfolio portfolio;
  private final EquityCurve curve;
  private final int slow;
  private final double initialCash;
  private long bars;
  private double firstClose;
  private double lastClose;

  private Backtest(int fast, int slow, double initialCash) {
    this.strategy = new SmaCrossover(fast, slow);
    this.portfolio = new Portfolio(initialCash);
    this.curve = new EquityCurve(initialCash);
    this.slow = slow;
    this.initialCash = initialCash;
  }

  /**
   * Runs the moving-average crossover.
   *
   * @param csv the market data; left open
   * @param fast 1 or more
   * @param slow more than {@code fast}
   * @param initialCash positive
   * @throws ProblemException 422 if the data is bad or has fewer bars than {@code slow}
   * @throws IOException if the data cannot be read
   */
  static BacktestReport run(InputStream csv, int fast, int slow, double initialCash)
      throws IOException {
    long start = System.nanoTime();
    Backtest backtest = new Backtest(fast, slow, initialCash);
    BarReader.read(csv, backtest::accept);
    return backtest.report(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private void accept(Bar bar) {
    lastClose = bar.close().doubleValue();
    if (bars == 0) {
      firstClose = lastClose;
    }
    bars++;
    portfolio.follow(strategy.next(bar), lastClose);
    curve.add(bar.time(), portfolio.value(lastClose));
  }

  private BacktestReport report(long durationMs) {
    if (bars < slow) {
      throw ProblemException.unprocessable(
          "The file has %d bars; an average over %d needs at least as many.".formatted(bars, slow));
    }
    double equity = portfolio.value(lastClose);
    return new BacktestReport(
        bars,
        portfolio.entries(),
        equity / initialCash - 1,
        curve.maxDrawdown(),
        portfolio.closed() == 0 ? null : (double) portfolio.won() / portfolio.closed(),
        lastClose / firstClose - 1,
        equity,
        curve.points(),
        durationMs);
  }
}
