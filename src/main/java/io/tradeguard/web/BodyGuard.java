package io.tradeguard.web;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Guards every request body before anything can read it. */
@Provider
@Priority(100)
public class BodyGuard implements ContainerRequestFilter {
  @Context HttpServletRequest servlet;

  @Override
  public void filter(ContainerRequestContext request) {
    refuseOtherEncodings(request);
    refuseUpgradeOfChunks(request);
    request.setEntityStream(new GuardedBody(request.getEntityStream(), declaredLength(request)));
  }

  /** What comes then has no end that anybody knows, so the connection cannot serve another. */
  private static void refuseOtherEncodings(ContainerRequestContext request) {
    String encoding = request.getHeaderString("Transfer-Encoding");
    if (encoding != null && !encoding.trim().equalsIgnoreCase("chunked")) {
      throw new ProblemException(
          Problem.of(400, "The Transfer-Encoding of a body must be 'chunked'.")
              .withHeader("Connection", "close"));
    }
  }

  /** Payara gives such a body with its chunks' heads and tails in it, and without an end. */
  private void refuseUpgradeOfChunks(ContainerRequestContext request) {
    if (request.getHeaderString("Upgrade") != null
        && request.getHeaderString("Transfer-Encoding") != null
        && "HTTP/1.1".equals(servlet.getProtocol())) {
      throw ProblemException.badRequest(
          "A chunked body cannot come with an Upgrade. Send it by HTTP/1.1 without one.");
    }
  }

  /** Returns the Content-Length in bytes, or -1 where the body is chunked or absent. */
  public static long declaredLength(ContainerRequestContext request) {
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (length == null || request.getHeaderString("Transfer-Encoding") != null) {
      return -1;
    }
    try {
      return Math.max(-1, Long.parseLong(length.trim()));
    } catch (NumberFormatException e) {
      throw ProblemException.badRequest("Content-Length is not a number of bytes.");
    }
  }
}
