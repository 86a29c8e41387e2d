package io.tradeguard.monitoring;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The figures of this node in Prometheus's text format. */
@Path("metrics")
@RequestScoped
public class MetricsResource {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  @Inject Monitoring monitoring;

  @GET
  @AllowedTo(Access.ADMIN)
  @Produces(TEXT)
  public String scrape() {
    return monitoring.scrape();
  }
}
