package io.tradeguard.backtest;

import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;

/** The refusals of a file that is not market data: 422 naming the row, the column, or both. */
final class BadData {
  private static final int STATUS = 422;

  private BadData() {}

  static ProblemException column(String column, String detail) {
    return new ProblemException(Problem.of(STATUS, detail).with("column", column));
  }

  static ProblemException row(long row, String detail) {
    return new ProblemException(Problem.of(STATUS, "Row " + row + ": " + detail).with("row", row));
  }

  static ProblemException cell(long row, String column, String detail) {
    return new ProblemException(
        Problem.of(STATUS, "Row " + row + ", column '" + column + "': " + detail)
            .with("row", row)
            .with("column", column));
  }
}
