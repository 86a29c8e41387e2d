package io.tradeguard.web;

import jakarta.ejb.EJBException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The last resort. An unreachable database is 503; anything else is 500 with an id by which the log
 * has the cause, and nothing more.
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
      if (cause instanceof SQLException sql && isUnavailable(sql)) {
        LOG.log(System.Logger.Level.WARNING, "The database is unavailable: {0}", sql.getMessage());
        return Problem.of(503, "The database is unavailable. Try again shortly.")
            .withHeader("Retry-After", "5")
            .toResponse();
      }
      cause = cause.getCause();
    }
    String id = UUID.randomUUID().toString();
    LOG.log(System.Logger.Level.ERROR, "Unexpected error " + id, thrown);
    String boundary = thrown instanceof EJBException ? "component" : "request";
    return Problem.of(
            500, "An unexpected error occurred in this " + boundary + ". Its id is " + id + ".")
        .toResponse();
  }

  /** SQLState class 08 is a lost connection, 57P a server that is going; H2 uses 90xxx for both. */
  private static boolean isUnavailable(SQLException exception) {
    String state = exception.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53")
        || state.equals("90067")
        || state.equals("90098")
        || state.equals("90121");
  }
}
