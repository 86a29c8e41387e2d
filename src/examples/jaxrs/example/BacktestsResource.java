package example;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What the service does. */
@Path("backtests")
@Produces(MediaType.APPLICATION_JSON)
public class BacktestsResource {
  /** Free for all. */
  @GET
  public String list() {
    return "[]";
  }

  /** Counts one. */
  @POST
  @Tradeguard.Limited(category = "backtest")
  public String run() {
    return "{\"total_return\":0.064}";
  }

  /** Counts ten. */
  @POST
  @Path("sweep")
  @Tradeguard.Limited(category = "backtest", cost = 10)
  public String sweep() {
    return "{\"backtests\":10}";
  }
}
