package io.tradeguard.admission;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.Caller;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.account.Role;
import io.tradeguard.web.RateLimited;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * Tells a proxy that a request may go on, and who makes it; {@link ForwardFilter} has counted it.
 * The names are there for strangers too, though empty, so that a proxy that copies them replaces
 * what a client made up.
 */
@Path("admissions/forward")
@RequestScoped
@Forward
@AllowedTo(Access.ANYONE)
@RateLimited(exempt = true)
public class ForwardResource {
  @Inject CurrentCaller current;

  /** Answers for requests that change nothing. */
  @GET
  public Response read() {
    return answer();
  }

  /** Answers for all other requests; their bodies are not read. */
  @POST
  public Response write() {
    return answer();
  }

  private Response answer() {
    Caller caller = current.get();
    return Response.ok()
        .header("X-Tradeguard-User", HeaderText.of(caller.username()))
        .header("X-Tradeguard-User-Id", caller.isAnonymous() ? "" : caller.userId())
        .header("X-Tradeguard-Role", caller.role().map(Role::label).orElse(""))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
