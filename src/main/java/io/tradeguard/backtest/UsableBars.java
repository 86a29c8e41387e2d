package io.tradeguard.backtest;

import io.tradeguard.marketdata.BarSeries;
import io.tradeguard.marketdata.MarketDataReader;
import io.tradeguard.marketdata.Unusable;
import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import org.jspecify.annotations.Nullable;

/** Refuses files that are no series of bars: 422 with where, what stands there, what to write. */
final class UsableBars {
  private static final int STATUS = 422;

  private UsableBars() {}

  /**
   * Returns the bars of a file.
   *
   * @throws ProblemException 422 if it has none
   */
  static BarSeries of(MarketDataReader.Result data) {
    return data.series().orElseThrow(() -> refusal(data.found().problem()));
  }

  private static ProblemException refusal(@Nullable Unusable why) {
    if (why == null) {
      throw new IllegalStateException("A file without bars has no reason");
    }
    Problem problem = Problem.of(STATUS, why.detail()).with("reason", why.reason().label());
    if (why.row() != null) {
      problem = problem.with("row", why.row());
    }
    if (why.column() != null) {
      problem = problem.with("column", why.column());
    }
    return new ProblemException(why.found() == null ? problem : problem.with("found", why.found()));
  }
}
