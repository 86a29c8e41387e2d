package io.tradeguard.account;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import org.jspecify.annotations.Nullable;

/** The cookie of the console's session. */
final class SessionCookie {
  static final String NAME = "tradeguard_session";

  private SessionCookie() {}

  /** Returns the token that a request brought, or null. */
  static @Nullable String read(ContainerRequestContext request) {
    Cookie cookie = request.getCookies().get(NAME);
    return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
  }

  /**
   * Returns the Set-Cookie header of a new session.
   *
   * @param contextPath as the servlet knows it, empty for the root
   */
  static String set(String token, String contextPath, boolean secure) {
    return header(token, contextPath, Sessions.LIFETIME.toSeconds(), secure);
  }

  /** Returns the Set-Cookie header that makes the browser forget. */
  static String forget(String contextPath, boolean secure) {
    return header("", contextPath, 0, secure);
  }

  private static String header(String value, String contextPath, long maxAge, boolean secure) {
    return NAME
        + "="
        + value
        + "; Path="
        + (contextPath.isEmpty() ? "/" : contextPath)
        + "; Max-Age="
        + maxAge
        + "; HttpOnly; SameSite=Strict"
        + (secure ? "; Secure" : "");
  }
}
