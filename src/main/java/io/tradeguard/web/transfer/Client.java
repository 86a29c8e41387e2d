package io.tradeguard.web.transfer;

import jakarta.servlet.ServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.ext.InterceptorContext;

/**
 * Who is at the other end of a transfer, as the bounds count it.
 *
 * @param name of the user, or the address where nobody stands behind it; never shown to anyone
 * @param identified whether a user stands behind it
 */
public record Client(String name, boolean identified) {
  private static final String PROPERTY = Client.class.getName();

  /** Where a request went wrong before anybody asked who makes it. */
  private static final Client UNKNOWN = new Client("", false);

  /** Says who makes a request. */
  public void keepIn(ContainerRequestContext request) {
    request.setProperty(PROPERTY, this);
  }

  static Client of(ContainerRequestContext request) {
    return request.getProperty(PROPERTY) instanceof Client known ? known : UNKNOWN;
  }

  static Client of(InterceptorContext answer) {
    return answer.getProperty(PROPERTY) instanceof Client known ? known : UNKNOWN;
  }

  /** Returns who makes a request: known once the API has found out, else the socket's peer. */
  static Client of(ServletRequest request) {
    return request.getAttribute(PROPERTY) instanceof Client known
        ? known
        : new Client(String.valueOf(request.getRemoteAddr()), false);
  }
}
