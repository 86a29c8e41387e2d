package io.tradeguard.backtest;

import io.tradeguard.web.ProblemException;
import org.jspecify.annotations.Nullable;

/** What a client asks to run; nothing in it is checked until {@link #checked()}. */
public record BacktestRequest(
    @Nullable Long fileId, @Nullable Strategy strategy, @Nullable Double initialCash) {
  private static final String TYPE = "sma_crossover";
  private static final double MAX_CASH = 1e15;

  /** The strategy and its parameters. */
  public record Strategy(@Nullable String type, @Nullable Integer fast, @Nullable Integer slow) {}

  /** A request that can be run, if its file exists. */
  record Checked(long fileId, int fast, int slow, double initialCash) {}

  /**
   * Checks the form, then the meaning.
   *
   * @throws ProblemException 400 if a field is missing, 422 if its value makes no sense
   */
  Checked checked() {
    long file = present("file_id", fileId);
    Strategy wanted = present("strategy", strategy);
    String type = present("strategy.type", wanted.type());
    int fast = present("strategy.fast", wanted.fast());
    int slow = present("strategy.slow", wanted.slow());
    double cash = present("initial_cash", initialCash);
    if (!type.equals(TYPE)) {
      throw ProblemException.unprocessable("Field 'strategy.type' must be '" + TYPE + "'.");
    }
    if (fast < 1) {
      throw ProblemException.unprocessable("Field 'strategy.fast' must be 1 or more.");
    }
    if (fast >= slow) {
      throw ProblemException.unprocessable(
          "Field 'strategy.fast' must be less than 'strategy.slow'.");
    }
    if (slow > SmaCrossover.MAX_PERIOD) {
      throw ProblemException.unprocessable(
          "Field 'strategy.slow' must be at most " + SmaCrossover.MAX_PERIOD + ".");
    }
    if (!(cash > 0 && cash <= MAX_CASH)) {
      throw ProblemException.unprocessable(
          "Field 'initial_cash' must be positive and at most 10^15.");
    }
    return new Checked(file, fast, slow, cash);
  }

  private static <T> T present(String field, @Nullable T value) {
    if (value == null) {
      throw ProblemException.badRequest("Field '" + field + "' is missing.");
    }
    return value;
  }
}
