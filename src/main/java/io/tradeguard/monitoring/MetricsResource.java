package io.tradeguard.monitoring;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.account.RoleFilter;
import io.tradeguard.settings.Settings;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Optional;

/** The figures of this node in Prometheus's text format. */
@Path("metrics")
@RequestScoped
public class MetricsResource {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  @Inject Monitoring monitoring;
  @Inject Settings settings;
  @Inject CurrentCaller caller;

  /** Returns the figures, to admins or, by {@code tradeguard.metrics.public}, to anyone. */
  @GET
  @AllowedTo(Access.ANYONE)
  @Produces(TEXT)
  public String scrape() {
    Access access = settings.metricsPublic() ? Access.ANYONE : Access.ADMIN;
    RoleFilter.refusal(caller.get(), Optional.of(access))
        .ifPresent(
            refusal -> {
              throw new ProblemException(refusal);
            });
    return monitoring.scrape();
  }
}
