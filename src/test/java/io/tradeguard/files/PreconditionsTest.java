package io.tradeguard.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Fault;
import io.tradeguard.web.ProblemException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionsTest {
  private static final Instant MODIFIED = Instant.parse("2026-11-28T10:00:00.7Z");

  @ParameterizedTest
  @Fault(80)
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"a\"' | | true",
        "'\"x\", \"a\"' | | true",
        "* | | true",
        "'\"x\"' | | false",
        "'W/\"a\"' | | false",
        "'\"x\"' | 'Sat, 28 Nov 2026 10:00:00 GMT' | false",
        "'\"a\"' | 'Fri, 27 Nov 2026 10:00:00 GMT' | true",
        "| 'Sat, 28 Nov 2026 10:00:00 GMT' | true",
        "| 'Sat, 28 Nov 2026 09:59:59 GMT' | false",
        "| 'yesterday' | true",
        "| | true"
      })
  void holdOnlyForTheFileThatIsMeant(
      @Nullable String ifMatch, @Nullable String ifUnmodifiedSince, boolean met) {
    int status = 200;
    try {
      Preconditions.check(ifMatch, ifUnmodifiedSince, "\"a\"", MODIFIED);
    } catch (ProblemException e) {
      status = e.problem().status();
    }

    assertThat(status).isEqualTo(met ? 200 : 412);
  }
}
