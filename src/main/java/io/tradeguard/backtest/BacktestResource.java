package io.tradeguard.backtest;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.files.StoredFiles;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.lease.Leases;
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
  private static final String CATEGORY = "backtest";

  /** Well above the time that a backtest takes: if this node dies, the place is free then. */
  private static final int SECONDS = 60;

  @Inject StoredFiles files;
  @Inject Leases leases;
  @Inject CurrentCaller caller;

  /**
   * Runs a backtest.
   *
   * @throws ProblemException 400 for the form of the request, 422 for its meaning or for bad data,
   *     404 if the caller has no such file, 429 if the caller has too many under way, 503 if all
   *     have
   */
  @POST
  @AllowedTo(Access.USER)
  @RateLimited(CATEGORY)
  public BacktestReport run(BacktestRequest request) throws IOException {
    BacktestRequest.Checked wanted = request.checked();
    long start = System.nanoTime();
    return leases.holding(
        LimitKey.user(caller.userId(), CATEGORY),
        SECONDS,
        () ->
            files.read(
                caller.userId(),
                wanted.fileId(),
                data ->
                    Backtest.run(
                        UsableBars.of(data),
                        wanted.fast(),
                        wanted.slow(),
                        wanted.initialCash(),
                        start)));
  }
}
