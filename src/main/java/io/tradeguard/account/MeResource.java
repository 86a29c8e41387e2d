package io.tradeguard.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tradeguard.web.Fields;
import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller's own account. */
@Path("me")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {
  @Inject CurrentCaller current;
  @Inject OwnAccount account;
  @Inject PasswordCheck passwords;
  @Inject PasswordHasher hasher;
  @Inject LoginGate gate;

  /** Who the caller is. */
  public record Me(long id, String username, String role) {}

  /** A change of one's own password. */
  public record PasswordChange(String current, @JsonProperty("new") String chosen) {
    public PasswordChange {
      Fields.required("current", current);
      NewPassword.of("new", chosen);
    }

    @Override
    public String toString() {
      return "PasswordChange";
    }
  }

  @GET
  @AllowedTo(Access.ACCOUNT)
  public Me get() {
    Caller caller = current.get();
    return new Me(caller.userId(), caller.username(), caller.role().map(Role::label).orElseThrow());
  }

  /** Changes the password and ends the user's sessions but the one that asks. */
  @PUT
  @Path("password")
  @AllowedTo(Access.ACCOUNT)
  public Response changePassword(
      @CookieParam(SessionCookie.NAME) @Nullable String token, PasswordChange change) {
    Caller caller = current.get();
    PasswordCheck.Result result =
        passwords.check(caller.username(), change.current(), caller.address());
    if (result instanceof PasswordCheck.Result.Wrong) {
      throw new ProblemException(Problem.of(403, "Field 'current' is not your password."));
    }
    if (result instanceof PasswordCheck.Result.Refused refused) {
      throw new ProblemException(refused.problem());
    }
    Optional<Problem> tooMany = gate.admit(caller.address());
    if (tooMany.isPresent()) {
      throw new ProblemException(tooMany.get());
    }
    account.changePassword(
        caller,
        hasher.hash(NewPassword.of("new", change.chosen())),
        token == null ? "" : Tokens.hash(token));
    return Response.noContent().build();
  }
}
