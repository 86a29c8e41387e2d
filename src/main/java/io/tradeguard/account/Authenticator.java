package io.tradeguard.account;

import io.tradeguard.web.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Finds out who stands behind credentials. */
@ApplicationScoped
public class Authenticator {
  /** A browser adds the cookie to whatever any page makes it send. */
  private static final Problem FORGED =
      Problem.of(403, "A call by session cookie must come from this site's own pages.");

  @Inject PasswordCheck passwords;
  @Inject ApiKeys keys;
  @Inject Sessions sessions;

  /**
   * Returns the caller. Bad credentials make one who is refused; a session that has ended makes an
   * anonymous one, since a browser goes on sending its cookie, to the login too.
   *
   * @param ownPage whether the request is known to come from a page of this site
   * @param safe whether the request changes nothing
   */
  Caller identify(Credentials credentials, String address, boolean ownPage, boolean safe) {
    if (credentials instanceof Credentials.Basic basic) {
      return caller(passwords.check(basic.username(), basic.password(), address), address);
    }
    if (credentials instanceof Credentials.Bearer bearer) {
      return keys.user(bearer.key())
          .map(user -> caller(user, address))
          .orElseGet(() -> Caller.refused(address, Unauthorized.badKey()));
    }
    if (credentials instanceof Credentials.Cookie cookie) {
      return sessions
          .user(cookie.token())
          .map(user -> safe || ownPage ? caller(user, address) : Caller.refused(address, FORGED))
          .orElseGet(() -> Caller.anonymous(address));
    }
    if (credentials instanceof Credentials.Malformed malformed) {
      return Caller.refused(address, Unauthorized.malformed(malformed.basic()));
    }
    return Caller.anonymous(address);
  }

  private static Caller caller(PasswordCheck.Result result, String address) {
    if (result instanceof PasswordCheck.Result.Right right) {
      return caller(right.user(), address);
    }
    return Caller.refused(
        address,
        result instanceof PasswordCheck.Result.Refused refused
            ? refused.problem()
            : Unauthorized.badBasic());
  }

  private static Caller caller(User user, String address) {
    return Caller.of(user, address);
  }
}
