package io.tradeguard.upload;

import io.tradeguard.web.BodyGuard;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Hands the guarded body to the endpoint without reading of it. */
@Provider
@TakesBody
@Priority(Priorities.USER)
public class BodyKeeper implements ContainerRequestFilter {
  @Inject IncomingBody body;

  @Override
  public void filter(ContainerRequestContext request) {
    body.set(request.getEntityStream(), BodyGuard.declaredLength(request));
  }
}
