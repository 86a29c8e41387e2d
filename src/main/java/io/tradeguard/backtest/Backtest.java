package io.tradeguard.backtest;

import io.tradeguard.marketdata.BarSeries;
import io.tradeguard.web.ProblemException;
import java.util.concurrent.TimeUnit;

/** One run of a strategy over one series of bars, oldest first. */
final class Backtest {
  private final BarSeries series;
  private final SmaCrossover strategy;
  private final Portfolio portfolio;
  private final EquityCurve curve;
  private final Executions executions = new Executions();
  private final double initialCash;

  private Backtest(BarSeries series, int fast, int slow, double initialCash) {
    this.series = series;
    this.strategy = new SmaCrossover(series, fast, slow);
    this.portfolio = new Portfolio(initialCash);
    this.curve = new EquityCurve(initialCash);
    this.initialCash = initialCash;
  }

  /**
   * Runs the moving-average crossover.
   *
   * @param fast 1 or more
   * @param slow more than {@code fast}
   * @param initialCash positive
   * @param startNanos when the work for it began, by {@link System#nanoTime}
   * @throws ProblemException 422 if there are fewer bars than {@code slow}
   */
  static BacktestReport run(
      BarSeries series, int fast, int slow, double initialCash, long startNanos) {
    if (series.size() < slow) {
      throw ProblemException.unprocessable(
          "The file has %d bars; an average over %d needs at least as many."
              .formatted(series.size(), slow));
    }
    Backtest backtest = new Backtest(series, fast, slow, initialCash);
    for (int bar = 0; bar < series.size(); bar++) {
      backtest.accept(bar);
    }
    return backtest.report(startNanos);
  }

  private void accept(int bar) {
    double price = series.price(bar);
    Signal signal = strategy.next(bar);
    if (portfolio.follow(signal, price)) {
      executions.add(new Execution(series.time(bar), signal.side(), price));
    }
    curve.add(bar, price, portfolio.value(price));
  }

  private BacktestReport report(long startNanos) {
    double firstClose = series.price(0);
    double lastClose = series.price(series.size() - 1);
    double equity = portfolio.value(lastClose);
    return new BacktestReport(
        series.size(),
        portfolio.entries(),
        equity / initialCash - 1,
        curve.maxDrawdown(),
        portfolio.closed() == 0 ? null : (double) portfolio.won() / portfolio.closed(),
        lastClose / firstClose - 1,
        equity,
        curve.equity(series),
        curve.closes(series),
        executions.kept(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
  }
}
