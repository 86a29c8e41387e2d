package io.tradeguard.account;

import io.tradeguard.web.Endpoints;
import io.tradeguard.web.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/** Lets a request through to an endpoint that is open to its caller; all others are closed. */
@Provider
@Priority(3000)
public class RoleFilter implements ContainerRequestFilter {
  @Context ResourceInfo matched;

  @Override
  public void filter(ContainerRequestContext request) {
    Caller caller = Caller.of(request);
    Optional<Access> access = Endpoints.annotation(matched, AllowedTo.class).map(AllowedTo::value);
    refusal(caller, access).ifPresent(problem -> request.abortWith(problem.toResponse()));
  }

  /** Returns why a caller may not pass, if so; an endpoint that names nobody is closed to all. */
  public static Optional<Problem> refusal(Caller caller, Optional<Access> access) {
    if (caller.refusal().isPresent()) {
      return caller.refusal();
    }
    if (access.isEmpty()) {
      return Optional.of(Problem.of(403, "This endpoint is closed."));
    }
    return switch (access.get()) {
      case ANYONE -> Optional.empty();
      case USER -> caller.isAnonymous() ? Optional.of(Unauthorized.missing()) : Optional.empty();
      case ADMIN -> {
        if (caller.isAnonymous()) {
          yield Optional.of(Unauthorized.missing());
        }
        yield caller.isAdmin()
            ? Optional.empty()
            : Optional.of(Problem.of(403, "Only an admin may do this."));
      }
    };
  }
}
