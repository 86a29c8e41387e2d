package io.tradeguard.account;

import io.tradeguard.web.Fields;
import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The console's login and logout. */
@Path("session")
@RequestScoped
public class SessionResource {
  @Inject PasswordCheck passwords;
  @Inject Sessions sessions;
  @Inject CurrentCaller caller;

  /** Who wants to log in. */
  public record Login(String username, String password) {
    public Login {
      Fields.required("username", username);
      Fields.required("password", password);
    }

    @Override
    public String toString() {
      return "Login";
    }
  }

  /** Logs in. Another site's page may not: it could make a visitor act as a user of its choice. */
  @POST
  @AllowedTo(Access.ANYONE)
  public Response open(
      @Context HttpServletRequest servlet,
      @Context HttpHeaders headers,
      @CookieParam(SessionCookie.NAME) @Nullable String earlier,
      Login login) {
    SameOrigin browser = SameOrigin.of(headers.getRequestHeaders());
    if (browser.isForeign()) {
      throw new ProblemException(Problem.of(403, "A login must come from this site's own pages."));
    }
    PasswordCheck.Result result =
        passwords.check(login.username(), login.password(), caller.get().address());
    String token = sessions.open(user(result)).orElseThrow(SessionResource::wrong);
    if (earlier != null) {
      sessions.end(earlier);
    }
    return answer(SessionCookie.set(token, servlet.getContextPath(), secure(servlet, browser)));
  }

  /** Logs out; who is not logged in already is. */
  @DELETE
  @AllowedTo(Access.ANYONE)
  public Response close(
      @Context HttpServletRequest servlet,
      @Context HttpHeaders headers,
      @CookieParam(SessionCookie.NAME) @Nullable String token) {
    if (token != null) {
      sessions.end(token);
    }
    SameOrigin browser = SameOrigin.of(headers.getRequestHeaders());
    return answer(SessionCookie.forget(servlet.getContextPath(), secure(servlet, browser)));
  }

  private static User user(PasswordCheck.Result result) {
    if (result instanceof PasswordCheck.Result.Right right) {
      return right.user();
    }
    throw result instanceof PasswordCheck.Result.Refused refused
        ? new ProblemException(refused.problem())
        : wrong();
  }

  private static ProblemException wrong() {
    return new ProblemException(Unauthorized.badLogin());
  }

  private static boolean secure(HttpServletRequest servlet, SameOrigin browser) {
    return servlet.isSecure() || browser.isHttps();
  }

  private static Response answer(String cookie) {
    return Response.noContent().header(HttpHeaders.SET_COOKIE, cookie).build();
  }
}
