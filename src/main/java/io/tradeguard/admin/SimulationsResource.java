package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.monitoring.Monitoring;
import io.tradeguard.settings.Settings;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tries limits on what this node has decided lately. */
@Path("admin/simulations")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Access.ADMIN)
public class SimulationsResource {
  @Inject Monitoring monitoring;
  @Inject Settings settings;
  @Inject UserNames names;

  /**
   * The answer: counts are of the recorded decisions, not scaled up.
   *
   * @param from since when all decisions of the sampled keys are known; may be later than asked
   * @param fraction of all keys whose decisions were recorded
   */
  public record Answer(
      String category,
      int limit,
      int period,
      String algorithm,
      Instant from,
      Instant to,
      double fraction,
      int decisions,
      int keys,
      int refusedRecorded,
      int refusedSimulated,
      Difference newlyRefused,
      Difference newlyAllowed) {}

  /**
   * Decisions that would have ended otherwise.
   *
   * @param callers how many keys they belong to
   * @param keys those with the most, at most 100
   */
  public record Difference(int decisions, int callers, List<KeyCount> keys) {
    public Difference {
      keys = List.copyOf(keys);
    }
  }

  /** A key's part in it. */
  public record KeyCount(String key, @Nullable String username, int decisions) {}

  /** Replays the recorded decisions of a category. */
  @POST
  public Answer simulate(Proposal proposal) {
    Proposal.Checked wanted = proposal.checked();
    if (!settings.rateLimits().categories().containsKey(wanted.category())) {
      throw ProblemException.unprocessable("There is no rate limit '" + wanted.category() + "'.");
    }
    Simulation.Outcome outcome =
        Simulation.run(
            monitoring.recording(wanted.category(), wanted.from(), wanted.to()), wanted.policy());
    return new Answer(
        wanted.category(),
        wanted.window().limit(),
        wanted.window().periodSeconds(),
        wanted.algorithm().label(),
        outcome.from(),
        outcome.to(),
        outcome.fraction(),
        outcome.decisions(),
        outcome.keys(),
        outcome.refusedRecorded(),
        outcome.refusedSimulated(),
        difference(outcome.newlyRefused()),
        difference(outcome.newlyAllowed()));
  }

  private Difference difference(Simulation.Difference difference) {
    return new Difference(
        difference.decisions(),
        difference.callers(),
        difference.keys().stream()
            .map(
                caller ->
                    new KeyCount(caller.key().text(), names.of(caller.key()), caller.decisions()))
            .toList());
  }
}
