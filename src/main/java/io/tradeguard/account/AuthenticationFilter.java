package io.tradeguard.account;

import io.tradeguard.settings.Settings;
import io.tradeguard.web.transfer.Client;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Set;

/**
 * Identifies the caller of every request that has an endpoint, and never refuses: the request must
 * be counted first, so what is wrong with its credentials is kept for the last filter.
 */
@Provider
@Priority(1000)
public class AuthenticationFilter implements ContainerRequestFilter {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Context HttpServletRequest servlet;
  @Inject Settings settings;
  @Inject Authenticator authenticator;
  @Inject CurrentCaller current;

  @Override
  public void filter(ContainerRequestContext request) {
    Caller caller =
        authenticator.identify(
            Credentials.of(values(request, HttpHeaders.AUTHORIZATION), SessionCookie.read(request)),
            address(request),
            SameOrigin.of(request.getHeaders()).isProven(),
            SAFE.contains(request.getMethod()));
    request.setProperty(Caller.PROPERTY, caller);
    current.set(caller);
    boolean identified = !caller.isAnonymous();
    new Client(identified ? "user " + caller.userId() : caller.address(), identified)
        .keepIn(request);
  }

  private String address(ContainerRequestContext request) {
    ClientAddress address = new ClientAddress(settings.trustedProxies());
    String peer = servlet.getRemoteAddr();
    return address.of(peer == null ? "" : peer, values(request, address.header()));
  }

  private static List<String> values(ContainerRequestContext request, String header) {
    List<String> values = request.getHeaders().get(header);
    return values == null ? List.of() : values;
  }
}
