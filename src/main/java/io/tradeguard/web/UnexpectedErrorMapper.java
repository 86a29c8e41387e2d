package io.tradeguard.web;

import io.tradeguard.database.SqlFailure;
import jakarta.ejb.EJBException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;

/**
 * The last resort. A database that cannot serve now is 503; anything else is 500 with an id by
 * which the log has the cause, and nothing more.
 */
@Provider
public class UnexpectedErrorMapper implements ExceptionMapper<Throwable> {
  private static final System.Logger LOG = System.getLogger(UnexpectedErrorMapper.class.getName());
  private static final int MAX_CAUSES = 20;

  @Override
  public Response toResponse(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof ProblemException problem) {
        return problem.problem().toResponse();
      }
      if (cause instanceof WebApplicationException http && cause != thrown) {
        return new HttpErrorMapper().toResponse(http);
      }
      if (cause instanceof BodyException body) {
        return Problem.of(400, String.valueOf(body.getMessage())).toResponse();
      }
      cause = cause.getCause();
    }
    if (SqlFailure.isUnavailable(thrown)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The database is unavailable: {0}",
          SqlFailure.find(thrown).map(Throwable::getMessage).orElse(""));
      return Problem.of(503, "The database is unavailable. Try again shortly.")
          .withHeader("Retry-After", "5")
          .toResponse();
    }
    String id = UUID.randomUUID().toString();
    LOG.log(System.Logger.Level.ERROR, "Unexpected error " + id, thrown);
    String boundary = thrown instanceof EJBException ? "component" : "request";
    return Problem.of(
            500, "An unexpected error occurred in this " + boundary + ". Its id is " + id + ".")
        .toResponse();
  }
}
