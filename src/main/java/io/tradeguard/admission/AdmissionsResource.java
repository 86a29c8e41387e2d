package io.tradeguard.admission;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.ratelimit.Admission;
import io.tradeguard.ratelimit.Admission.Question;
import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicies;
import io.tradeguard.ratelimit.RateLimiter.Mode;
import io.tradeguard.settings.Settings;
import io.tradeguard.web.Fields;
import io.tradeguard.web.ProblemException;
import io.tradeguard.web.RateLimited;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides for other services whether those whom they serve may go on. */
@Path("admissions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Access.SERVICE)
@RateLimited("admission")
public class AdmissionsResource {
  private static final int MOST = 100;

  @Inject Admission admission;
  @Inject LimitPolicies policies;
  @Inject ServiceScope scope;
  @Inject Settings settings;

  /**
   * The questions of one call, 1 to {@value #MOST}, decided in one round trip as far as Redis
   * allows.
   */
  public record Checks(@Nullable List<Check> checks) {
    public Checks {
      List<Check> sent = Fields.required("checks", checks);
      if (sent.isEmpty() || sent.size() > MOST || sent.stream().anyMatch(Objects::isNull)) {
        throw new IllegalArgumentException("Field 'checks' must have 1 to " + MOST + " checks.");
      }
    }
  }

  /** The answers, in the order of the questions. */
  public record Verdicts(List<Verdict> decisions) {}

  /**
   * Decides; 403 if any names a category that is not the caller's, 422 if any of the questions
   * makes no sense, and then nothing is counted.
   */
  @POST
  public Verdicts decide(Checks asked) {
    List<Check> checks = Fields.required("checks", asked.checks());
    checks.forEach(check -> scope.mustHold(check.key().category()));
    for (int i = 0; i < checks.size(); i++) {
      refuseNonsense(checks.get(i), "Field 'checks.[" + i + "].");
    }
    return new Verdicts(
        settings.rateLimits().enabled()
            ? verdicts(checks)
            : checks.stream().map(check -> Verdict.unlimited(check.key().category())).toList());
  }

  private List<Verdict> verdicts(List<Check> checks) {
    List<Decision> decisions =
        admission.decideAll(checks.stream().map(AdmissionsResource::question).toList());
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      verdicts.add(
          Verdict.of(
              checks.get(i).key().category(), decisions.get(i), settings.redis().isPresent()));
    }
    return verdicts;
  }

  private static Question question(Check check) {
    Mode mode = check.chosenMode().orElseThrow();
    return new Question(check.key(), mode == Mode.CHECK ? 0 : check.weight(), mode);
  }

  private void refuseNonsense(Check check, String field) {
    String category = check.key().category();
    if (!policies.has(category)) {
      throw ProblemException.unprocessable(field + "category' names no rate limit.");
    }
    if (LimitPolicies.countsAddresses(category) && !check.key().type().equals(LimitKey.Type.IP)) {
      throw ProblemException.unprocessable(
          field + "category' counts addresses: its subject must be of type 'ip'.");
    }
    Mode mode =
        check
            .chosenMode()
            .orElseThrow(
                () ->
                    ProblemException.unprocessable(
                        field + "mode' must be 'consume', 'check', 'record' or 'refund'."));
    if (mode == Mode.CHECK && check.weight() != 1) {
      throw ProblemException.unprocessable(
          field + "cost' must be 1 to check; 'remaining' tells how much would pass.");
    }
  }
}
