package io.tradeguard.backtest;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.files.StoredFiles;
import io.tradeguard.web.ProblemException;
import io.tradeguard.web.RateLimited;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;

/** Backtests a strategy over one of the caller's files. */
@Path("backtests")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class BacktestResource {
  @Inject StoredFiles files;
  @Inject CurrentCaller caller;

  /**
   * Runs a backtest.
   *
   * @throws ProblemException 400 for the form of the request, 422 for its meaning or for bad data,
   *     404 if the caller has no such file, 503 if too many backtests run
   */
  @POST
  @AllowedTo(Access.USER)
  @RateLimited("backtest")
  public BacktestReport run(BacktestRequest request) throws IOException {
    BacktestRequest.Checked wanted = request.checked();
    long start = System.nanoTime();
    return files.read(
        caller.userId(),
        wanted.fileId(),
        data ->
            Backtest.run(
                UsableBars.of(data), wanted.fast(), wanted.slow(), wanted.initialCash(), start));
  }
}
