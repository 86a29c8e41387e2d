package io.tradeguard.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The HTTP API: every resource, filter and mapper of the WAR, found by the server's scan. */
@ApplicationPath("api")
public class ApiApplication extends Application {
  /**
   * A {@code Location} stays the path that it is: behind a proxy that ends TLS the server knows
   * neither the scheme nor the host. Payara would else write what it believes; others do not look.
   */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.headers.location.relative.resolution.disabled", true);
  }
}
