package io.tradeguard.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeguard.marketdata.FileForm;
import io.tradeguard.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sixty files as traders have them, one of each kind of source, against the reports of an
 * independent reference.
 */
class MarketFilesTest {
  private static final String FOLDER = "/data/market/";
  private static final int FAST = 5;
  private static final int SLOW = 20;
  private static final double CASH = 10_000;

  private static final JsonNode EXPECTED = expected();

  @Test
  void thereAreSixty() {
    assertThat(EXPECTED).hasSize(60);
  }

  static Stream<String> usable() {
    return names().filter(name -> EXPECTED.at("/" + name + "/report").has("trades"));
  }

  static Stream<String> unusable() {
    return names().filter(name -> EXPECTED.get(name).get("report").isNull());
  }

  static Stream<String> tooShort() {
    return names().filter(name -> EXPECTED.at("/" + name + "/report").has("too_few"));
  }

  @ParameterizedTest
  @MethodSource("usable")
  void theReportIsTheReferences(String name) {
    JsonNode expected = EXPECTED.get(name).get("report");

    BacktestReport report = Samples.backtest(bytes(name), form(name), FAST, SLOW, CASH);

    assertThat(report.bars()).isEqualTo(expected.get("bars").asLong());
    assertThat(report.trades()).isEqualTo(expected.get("trades").asInt());
    assertClose(report.totalReturn(), expected.get("total_return"));
    assertClose(report.maxDrawdown(), expected.get("max_drawdown"));
    assertClose(report.buyAndHoldReturn(), expected.get("buy_and_hold_return"));
    assertClose(report.finalEquity(), expected.get("final_equity"));
    if (expected.get("win_rate").isNull()) {
      assertThat(report.winRate()).isNull();
    } else {
      assertClose(Objects.requireNonNull(report.winRate()), expected.get("win_rate"));
    }
    assertThat(report.equityCurve().get(0).time())
        .isEqualTo(OffsetDateTime.parse(expected.get("first").asText()).toInstant());
    assertThat(report.equityCurve().get(report.equityCurve().size() - 1).time())
        .isEqualTo(OffsetDateTime.parse(expected.get("last").asText()).toInstant());
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void whatIsNoSeriesOfBarsIsRefusedAndSaysWhy(String name) {
    assertThatThrownBy(() -> Samples.backtest(bytes(name), form(name), FAST, SLOW, CASH))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(422);
              assertThat(refused.problem().members().get("reason"))
                  .isIn("quotes", "trades", "single_prices", "several_instruments", "no_times");
            });
  }

  @ParameterizedTest
  @MethodSource("tooShort")
  void tooFewBarsAreRefused(String name) {
    assertThatThrownBy(() -> Samples.backtest(bytes(name), form(name), FAST, SLOW, CASH))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "has %d bars".formatted(EXPECTED.at("/" + name + "/report/bars").asInt()));
  }

  private static void assertClose(double found, JsonNode expected) {
    double wanted = expected.asDouble();
    assertThat(found).isCloseTo(wanted, within(Math.max(1e-15, Math.abs(wanted) * 1e-9)));
  }

  private static Stream<String> names() {
    return EXPECTED.properties().stream().map(java.util.Map.Entry::getKey);
  }

  private static FileForm form(String name) {
    return name.endsWith(".json") ? FileForm.JSON : FileForm.CSV;
  }

  private static JsonNode expected() {
    try {
      return new ObjectMapper().readTree(bytes("expected.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String name) {
    try (InputStream file =
        Objects.requireNonNull(MarketFilesTest.class.getResourceAsStream(FOLDER + name))) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
