package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionCookieTest {
  @Test
  void theCookieIsOutOfReachOfScriptsAndOtherSites() {
    assertThat(SessionCookie.set("abc", "/tradeguard", true))
        .isEqualTo(
            "tradeguard_session=abc; Path=/tradeguard; Max-Age=43200; HttpOnly; SameSite=Strict;"
                + " Secure");
    assertThat(SessionCookie.set("abc", "", false))
        .isEqualTo("tradeguard_session=abc; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
  }

  @Test
  void aForgottenCookieIsExpired() {
    assertThat(SessionCookie.forget("", false))
        .isEqualTo("tradeguard_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
  }
}
