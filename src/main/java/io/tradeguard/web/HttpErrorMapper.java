package io.tradeguard.web;

import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Turns what JAX-RS itself refuses (no such path, wrong method, wrong type) into a document. */
@Provider
public class HttpErrorMapper implements ExceptionMapper<WebApplicationException> {
  @Override
  public Response toResponse(WebApplicationException exception) {
    int status = exception.getResponse().getStatus();
    Problem problem =
        switch (status) {
          case 400 -> Problem.of(status, "The request is malformed.");
          case 404 -> Problem.of(status, "There is no such resource.");
          case 405 -> Problem.of(status, "This resource does not support the method.");
          case 406 -> Problem.of(status, "No representation matches the Accept header.");
          case 415 -> Problem.of(status, "The media type of the body is not supported here.");
          default -> Problem.of(status, "The request could not be served.");
        };
    if (exception instanceof NotAllowedException) {
      String allow = exception.getResponse().getHeaderString(HttpHeaders.ALLOW);
      if (allow != null) {
        problem = problem.withHeader(HttpHeaders.ALLOW, allow);
      }
    }
    return problem.toResponse();
  }
}
