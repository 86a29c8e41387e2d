package io.tradeguard.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The readiness for the server's own MicroProfile Health, where it has one. */
@Readiness
@ApplicationScoped
public class ServerReadiness implements HealthCheck {
  @Inject Monitoring monitoring;

  @Override
  public HealthCheckResponse call() {
    return monitoring.ready().toResponse("tradeguard-ready");
  }
}
