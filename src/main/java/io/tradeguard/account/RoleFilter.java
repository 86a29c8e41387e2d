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
    if (access.get() == Access.ANYONE) {
      return Optional.empty();
    }
    return caller
        .role()
        .map(role -> refusal(role, access.get()))
        .orElseGet(() -> Optional.of(Unauthorized.missing()));
  }

  private static Optional<Problem> refusal(Role role, Access access) {
    return switch (access) {
      case ANYONE, ACCOUNT -> Optional.empty();
      case USER ->
          only(role != Role.SERVICE, "A service may only ask for admissions, and see its account.");
      case ADMIN -> only(role == Role.ADMIN, "Only an admin may do this.");
      case SERVICE -> only(role == Role.SERVICE, "Only a service may do this.");
    };
  }

  private static Optional<Problem> only(boolean open, String refusal) {
    return open ? Optional.empty() : Optional.of(Problem.of(403, refusal));
  }
}
