package io.tradeguard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LimitFieldsTest {
  private static final WindowState MINUTE = new WindowState(5, 60, 4, 58, false);
  private static final WindowState DAY = new WindowState(100, 86_400, 0, 3600, true);

  /**
   * A list of strings with integer parameters, by the grammar of RFC 9651, sections 3.1 and 4.2.
   */
  private static final Pattern LIST =
      Pattern.compile(
          "\"[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]*\"(;[a-z*][a-z0-9_.*-]*=-?[0-9]{1,15})*"
              + "([ \\t]*,[ \\t]*\"[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]*\""
              + "(;[a-z*][a-z0-9_.*-]*=-?[0-9]{1,15})*)*");

  @Test
  void oneWindowHasTheNameOfItsCategory() {
    assertThat(LimitFields.policy("backtest", List.of(MINUTE))).isEqualTo("\"backtest\";q=5;w=60");
    assertThat(LimitFields.state("backtest", List.of(MINUTE))).isEqualTo("\"backtest\";r=4;t=58");
  }

  @Test
  void severalWindowsAreToldApartByTheirPeriods() {
    assertThat(LimitFields.policy("backtest", List.of(MINUTE, DAY)))
        .isEqualTo("\"backtest-60\";q=5;w=60, \"backtest-86400\";q=100;w=86400");
    assertThat(LimitFields.state("backtest", List.of(MINUTE, DAY)))
        .isEqualTo("\"backtest-60\";r=4;t=58, \"backtest-86400\";r=0;t=3600");
  }

  @Property
  void theFieldsAreStructuredFields(
      @ForAll @Size(min = 1, max = 8)
          List<@IntRange(min = 1, max = 1_000_000_000) Integer> limits) {
    List<WindowState> windows =
        limits.stream().map(limit -> new WindowState(limit, limit, limit, limit, false)).toList();

    assertThat(LimitFields.policy("api_key2", windows)).matches(LIST);
    assertThat(LimitFields.state("api_key2", windows)).matches(LIST);
  }

  @Test
  void theLimitStandsBeforeWhatTheAnswerAnnouncesItself() {
    MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
    headers.add("RateLimit-Policy", "\"storage\";q=104857600;qu=\"content-bytes\"");
    headers.add("RateLimit-Policy", "\"uploads\";q=4;qu=\"concurrent-requests\"");

    LimitAnnouncer.announce(new Standing("default", List.of(MINUTE)), headers);

    assertThat(headers.get("RateLimit-Policy"))
        .containsExactly(
            "\"default\";q=5;w=60, \"storage\";q=104857600;qu=\"content-bytes\","
                + " \"uploads\";q=4;qu=\"concurrent-requests\"");
    assertThat(headers.get("RateLimit")).containsExactly("\"default\";r=4;t=58");
  }
}
