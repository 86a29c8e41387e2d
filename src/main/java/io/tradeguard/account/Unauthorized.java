package io.tradeguard.account;

import io.tradeguard.web.Problem;
import jakarta.ws.rs.core.HttpHeaders;

/** The ways to say 401. Only who sent Basic is asked for Basic: a browser would show a dialog. */
final class Unauthorized {
  private static final String BEARER = "Bearer realm=\"tradeguard\"";
  private static final String BASIC = "Basic realm=\"tradeguard\"";

  private static final String BAD_PASSWORD = "The user name or the password is wrong.";

  private Unauthorized() {}

  static Problem missing() {
    return of("Credentials are needed: an API key, or a user name and password.", BEARER);
  }

  /** The answer to a wrong password in Basic credentials. */
  static Problem badBasic() {
    return of(BAD_PASSWORD, BASIC);
  }

  /** The answer to a wrong password in a form. */
  static Problem badLogin() {
    return of(BAD_PASSWORD, BEARER);
  }

  static Problem badKey() {
    return of("The API key is not valid.", BEARER);
  }

  static Problem malformed(boolean basic) {
    return of("The Authorization header cannot be read.", basic ? BASIC : BEARER);
  }

  private static Problem of(String detail, String challenge) {
    return Problem.of(401, detail).withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
  }
}
