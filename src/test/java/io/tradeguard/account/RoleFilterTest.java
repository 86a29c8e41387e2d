package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.web.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleFilterTest {
  private static final String ADDRESS = "203.0.113.7";

  private static Caller caller(String who) {
    return switch (who) {
      case "anonymous" -> Caller.anonymous(ADDRESS);
      case "refused" -> Caller.refused(ADDRESS, Unauthorized.badKey());
      default -> Caller.user(7, who, Role.of(who).orElseThrow(), ADDRESS);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "anonymous, ANYONE, 200",
    "anonymous, USER, 401",
    "anonymous, ADMIN, 401",
    "anonymous, , 403",
    "user, ANYONE, 200",
    "user, USER, 200",
    "user, ADMIN, 403",
    "user, , 403",
    "admin, ANYONE, 200",
    "admin, USER, 200",
    "admin, ADMIN, 200",
    "admin, , 403",
    "user, SERVICE, 403",
    "user, ACCOUNT, 200",
    "admin, SERVICE, 403",
    "admin, ACCOUNT, 200",
    "service, ANYONE, 200",
    "service, ACCOUNT, 200",
    "service, USER, 403",
    "service, ADMIN, 403",
    "service, SERVICE, 200",
    "service, , 403",
    "anonymous, ACCOUNT, 401",
    "anonymous, SERVICE, 401",
    "refused, SERVICE, 401",
    "refused, ANYONE, 401",
    "refused, USER, 401",
    "refused, ADMIN, 401",
    "refused, , 401",
  })
  void anEndpointIsOpenToWhomItNamesAndClosedOtherwise(
      String who, @org.jspecify.annotations.Nullable Access access, int status) {
    assertThat(
            RoleFilter.refusal(caller(who), Optional.ofNullable(access))
                .map(Problem::status)
                .orElse(200))
        .isEqualTo(status);
  }

  @Test
  void onlyWhoSentBasicIsAskedForBasic() {
    assertThat(Unauthorized.badBasic().headers())
        .containsEntry("WWW-Authenticate", "Basic realm=\"tradeguard\"");
    assertThat(Unauthorized.malformed(true).headers())
        .containsEntry("WWW-Authenticate", "Basic realm=\"tradeguard\"");
    assertThat(Unauthorized.malformed(false).headers())
        .containsEntry("WWW-Authenticate", "Bearer realm=\"tradeguard\"");
    assertThat(Unauthorized.missing().headers())
        .containsEntry("WWW-Authenticate", "Bearer realm=\"tradeguard\"");
    assertThat(Unauthorized.badLogin().headers())
        .containsEntry("WWW-Authenticate", "Bearer realm=\"tradeguard\"");
  }
}
