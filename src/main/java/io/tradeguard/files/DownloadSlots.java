package io.tradeguard.files;

import io.tradeguard.settings.Settings;
import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the downloads that each user has under way on this node. */
@ApplicationScoped
public class DownloadSlots {
  private static final String QUOTA_EXCEEDED =
      "https://iana.org/assignments/http-problem-types#quota-exceeded";

  @Inject Settings settings;

  private final Map<Long, Integer> underWay = new ConcurrentHashMap<>();

  /**
   * Takes a slot; {@link #release} must follow.
   *
   * @throws ProblemException 429 if the user has as many under way as may be
   */
  void take(long userId) {
    int most = settings.download().concurrentPerUser();
    underWay.compute(
        userId,
        (id, count) -> {
          int now = count == null ? 0 : count;
          if (now >= most) {
            throw new ProblemException(tooMany());
          }
          return now + 1;
        });
  }

  void release(long userId) {
    underWay.computeIfPresent(userId, (id, count) -> count > 1 ? count - 1 : null);
  }

  private static Problem tooMany() {
    return Problem.of(429, "Too many downloads at once. Retry in 1 seconds.")
        .withType(QUOTA_EXCEEDED)
        .with("violated-policies", List.of("downloads"))
        .withHeader("Retry-After", "1");
  }
}
