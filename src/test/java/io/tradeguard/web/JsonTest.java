package io.tradeguard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  /** A request of every kind of field. */
  record Order(String clientName, long count, boolean express, List<Integer> sizes) {
    Order {
      Fields.printable("client_name", clientName, 1, 10);
    }
  }

  private static Order read(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), Order.class);
  }

  private static void assertRefused(ThrowingCallable reading, String part) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(400);
              assertThat(e.problem().detail()).contains(part).doesNotContain("tradeguard");
            });
  }

  @Test
  void aDocumentIsReadInSnakeCase() {
    assertThat(read("{\"client_name\":\"ann\",\"count\":2,\"express\":true,\"sizes\":[1,2]}"))
        .isEqualTo(new Order("ann", 2, true, List.of(1, 2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"client_name\":1,\"count\":1,\"express\":true,\"sizes\":[]} | client_name",
        "{\"client_name\":true,\"count\":1,\"express\":true,\"sizes\":[]} | client_name",
        "{\"client_name\":null,\"count\":1,\"express\":true,\"sizes\":[]} | client_name",
        "{\"client_name\":[],\"count\":1,\"express\":true,\"sizes\":[]} | client_name",
        "{\"client_name\":\"\",\"count\":1,\"express\":true,\"sizes\":[]} | client_name",
        "{\"client_name\":\"12345678901\",\"count\":1,\"express\":true,\"sizes\":[]} | client_name",
        "{\"client_name\":\"a\",\"count\":\"2\"} | count",
        "{\"client_name\":\"a\",\"count\":2.5} | count",
        "{\"client_name\":\"a\",\"count\":2e400} | count",
        "{\"client_name\":\"a\",\"count\":9223372036854775808} | count",
        "{\"client_name\":\"a\",\"count\":null} | count",
        "{\"client_name\":\"a\",\"express\":1} | express",
        "{\"client_name\":\"a\",\"express\":\"true\"} | express",
        "{\"client_name\":\"a\",\"sizes\":[1,\"x\"]} | sizes",
        "{\"client_name\":\"a\",\"sizes\":{}} | sizes",
        "{\"client_name\":\"a\",\"count\":1,\"express\":true,\"sizes\":[],\"colour\":1} | colour",
      })
  void aFieldThatIsWrongIsNamed(String json, String field) {
    assertRefused(() -> read(json), "'" + field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "1",
        "\"x\"",
        "{}x",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{'a':1}",
        "\u0000"
      })
  void whatIsNotOneObjectIsRefused(String json) {
    assertRefused(() -> read(json), "");
  }

  @Test
  void depthIsBounded() {
    assertRefused(() -> read("{\"sizes\":" + "[".repeat(1000) + "]".repeat(1000) + "}"), "");
  }

  @Test
  void anEndlessNumberIsRefused() {
    assertRefused(() -> read("{\"client_name\":\"a\",\"count\":" + "9".repeat(10_000) + "}"), "");
  }

  @Property
  void noTextIsTooStrange(@ForAll String text) {
    assertThatThrownBy(() -> read("{\"x\":" + text)).isInstanceOf(ProblemException.class);
  }

  @Test
  void timesAreWrittenAsIso8601InUtc() {
    assertThat(Json.write(new Timed(Instant.parse("2026-11-23T12:00:00.123Z"))))
        .isEqualTo("{\"created_at\":\"2026-11-23T12:00:00.123Z\"}");
  }

  /** An answer with a time. */
  record Timed(Instant createdAt) {}
}
