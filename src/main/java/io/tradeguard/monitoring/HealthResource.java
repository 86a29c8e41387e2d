package io.tradeguard.monitoring;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.web.RateLimited;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Health for load balancers and orchestrators, also on servers without MicroProfile Health. */
@Path("health")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Access.ANYONE)
@RateLimited(exempt = true)
public class HealthResource {
  @Inject Monitoring monitoring;

  /** Tells whether to send requests here: 200, or 503 with what is wrong. */
  @GET
  @Path("ready")
  public Response ready() {
    return answer(monitoring.ready());
  }

  /** Tells whether to leave the process running: 200, or 503. */
  @GET
  @Path("live")
  public Response live() {
    return answer(monitoring.live());
  }

  private static Response answer(HealthReport report) {
    return Response.status(report.isUp() ? 200 : 503).entity(report).build();
  }
}
