package io.tradeguard.admission;

import io.tradeguard.account.Caller;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Keeps a service within the categories that it may ask about. */
@ApplicationScoped
public class ServiceScope {
  @Inject CurrentCaller caller;

  /**
   * Lets the caller go on with a category.
   *
   * @throws ProblemException 403 if it is not among those it is confined to, whether there is such
   *     a category or not
   */
  void mustHold(String category) {
    refusal(caller.get(), category)
        .ifPresent(
            problem -> {
              throw new ProblemException(problem);
            });
  }

  /** Returns why a caller may not go on with a category, if so. */
  static Optional<Problem> refusal(Caller caller, String category) {
    return caller.confinement().holds(category)
        ? Optional.empty()
        : Optional.of(
            Problem.of(403, "This service may not ask about category '" + category + "'."));
  }
}
