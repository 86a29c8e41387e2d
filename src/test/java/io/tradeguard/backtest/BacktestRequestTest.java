package io.tradeguard.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradeguard.web.Json;
import io.tradeguard.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacktestRequestTest {
  private static final String GOOD =
      "{'file_id':7,'strategy':{'type':'sma_crossover','fast':10,'slow':30},'initial_cash':10000}";

  @Test
  void readsWhatTheContractSays() {
    assertThat(read(GOOD).checked()).isEqualTo(new BacktestRequest.Checked(7, 10, 30, 10_000));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "'file_id':7, | '' | 400 | Field 'file_id' is missing.",
        "'file_id':7, | 'file_id':null, | 400 | Field 'file_id' is missing.",
        "'fast':10, | '' | 400 | Field 'strategy.fast' is missing.",
        "'fast':10 | 'fast':\"10\" | 400 | Field 'strategy.fast' has the wrong type.",
        "'fast':10 | 'fast':99999999999 | 400 | Field 'strategy.fast' has a number out of range.",
        "sma_crossover | magic | 422 | Field 'strategy.type' must be 'sma_crossover'.",
        "'fast':10 | 'fast':0 | 422 | Field 'strategy.fast' must be 1 or more.",
        "'fast':10 | 'fast':30 | 422 | Field 'strategy.fast' must be less than 'strategy.slow'.",
        "'slow':30 | 'slow':10001 | 422 | Field 'strategy.slow' must be at most 10000.",
        "10000} | 0} | 422 | Field 'initial_cash' must be positive and at most 10^15.",
        "10000} | 1e400} | 422 | Field 'initial_cash' must be positive and at most 10^15."
      })
  void refusesTheFormWith400AndTheMeaningWith422(
      String part, String replacement, int status, String detail) {
    String body = GOOD.replace(part, replacement.equals("''") ? "" : replacement);

    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> read(body).checked());

    assertThat(refused.problem().status()).isEqualTo(status);
    assertThat(refused.problem().detail()).isEqualTo(detail);
  }

  @Test
  void writesTheReportAsTheContractSays() {
    BacktestReport report =
        new BacktestReport(
            2,
            0,
            0,
            0,
            null,
            0.5,
            100,
            List.of(new CurvePoint(Instant.EPOCH, 100)),
            List.of(new CurvePoint(Instant.EPOCH, 1)),
            List.of(new Execution(Instant.EPOCH, "buy", 1)),
            3);

    assertThat(Json.write(report))
        .isEqualTo(
            "{\"bars\":2,\"trades\":0,\"total_return\":0.0,\"max_drawdown\":0.0,\"win_rate\":null,"
                + "\"buy_and_hold_return\":0.5,\"final_equity\":100.0,"
                + "\"equity_curve\":[[\"1970-01-01T00:00:00Z\",100.0]],"
                + "\"price_curve\":[[\"1970-01-01T00:00:00Z\",1.0]],"
                + "\"executions\":[[\"1970-01-01T00:00:00Z\",\"buy\",1.0]],\"duration_ms\":3}");
  }

  private static BacktestRequest read(String json) {
    return Json.read(
        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), BacktestRequest.class);
  }
}
