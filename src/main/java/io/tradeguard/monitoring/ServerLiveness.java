package io.tradeguard.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** The liveness for the server's own MicroProfile Health, where it has one. */
@Liveness
@ApplicationScoped
public class ServerLiveness implements HealthCheck {
  @Inject Monitoring monitoring;

  @Override
  public HealthCheckResponse call() {
    return monitoring.live().toResponse("tradeguard-live");
  }
}
