package io.tradeguard.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradeguard.account.Role;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.web.Json;
import io.tradeguard.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserPatchTest {
  @Test
  void whatIsAbsentIsNoChange() {
    UserPatch patch = read("{}");

    assertThat(patch.enabled()).isNull();
    assertThat(patch.quotaBytes()).isNull();
    assertThat(patch.newRole()).isEmpty();
    assertThat(patch.newPassword()).isEmpty();
    assertThat(patch.clearsLimits()).isFalse();
    assertThat(patch.windows()).isEmpty();
  }

  @Test
  void nullReturnsAQuotaOrALimitToItsDefault() {
    UserPatch patch =
        read(
            "{'quota_bytes':null,'quota_files':7,"
                + "'rate_limits':{'backtest':null,'default':{'limit':9,'period':60}}}");

    assertThat(patch.quotaBytes()).isEqualTo(new Change<Long>(null));
    assertThat(patch.quotaFiles()).isEqualTo(new Change<>(7));
    assertThat(patch.windows())
        .containsEntry("backtest", Optional.empty())
        .containsEntry("default", Optional.of(new WindowSettings(9, 60)));
    assertThat(read("{'rate_limits':null}").clearsLimits()).isTrue();
  }

  @Test
  void readsTheOtherFields() {
    UserPatch patch = read("{'enabled':false,'role':'admin','password':'twelve chars and more'}");

    assertThat(patch.enabled()).isEqualTo(new Change<>(false));
    assertThat(patch.newRole()).contains(Role.ADMIN);
    assertThat(patch.newPassword()).isPresent();
    assertThat(patch).hasToString("UserPatch");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "{'enabled':null} | 400 | enabled",
        "{'role':null} | 400 | role",
        "{'password':null} | 400 | password",
        "{'role':'boss'} | 400 | role",
        "{'password':'short'} | 400 | password",
        "{'enabled':'yes'} | 400 | enabled",
        "{'quota_bytes':1.5} | 400 | quota_bytes",
        "{'quota_files':99999999999} | 400 | quota_files",
        "{'nonsense':1} | 400 | nonsense",
        "{'rate_limits':{'backtest':{'limit':5}}} | 400 | period",
        "{'quota_bytes':-1} | 422 | quota_bytes",
        "{'quota_files':-1} | 422 | quota_files",
        "{'rate_limits':{'backtest':{'limit':0,'period':60}}} | 422 | rate_limits.backtest"
      })
  void namesTheFieldThatIsWrong(String body, int status, String field) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> read(body).check());

    assertThat(refused.problem().status()).isEqualTo(status);
    assertThat(refused.problem().detail()).contains(field);
  }

  private static UserPatch read(String json) {
    return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), UserPatch.class);
  }
}
