package io.tradeguard.upload;

import io.tradeguard.quota.LeaseLostException;
import io.tradeguard.quota.QuotaExceededException;
import io.tradeguard.quota.QuotaRefusal;
import io.tradeguard.quota.QuotaScope;
import io.tradeguard.quota.TooManyUploadsException;
import io.tradeguard.store.StoreFullException;
import io.tradeguard.store.StoreUnavailableException;
import io.tradeguard.upload.content.ForeignContentException;
import io.tradeguard.upload.content.MalformedContentException;
import io.tradeguard.web.BodyException;
import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Why an upload was not stored.
 *
 * @param outcome one of a small fixed set, for the figures
 * @param problem what to tell the client; empty where nobody foresaw the cause
 */
record UploadFailure(String outcome, Optional<Problem> problem) {
  private static final System.Logger LOG = System.getLogger(UploadFailure.class.getName());
  private static final String QUOTA_EXCEEDED =
      "https://iana.org/assignments/http-problem-types#quota-exceeded";

  static UploadFailure of(Exception cause) {
    if (cause instanceof ProblemException e) {
      return new UploadFailure("refused_request", Optional.of(e.problem()));
    }
    if (cause instanceof QuotaExceededException e) {
      return of("refused_quota", problem(e.refusal()));
    }
    if (cause instanceof TooManyUploadsException) {
      return of("refused_concurrency", tooMany());
    }
    if (cause instanceof LeaseLostException || cause instanceof UploadWatch.LeaseEndedException) {
      return of("lease_lost", Problem.of(409, "The upload took too long; its room is gone."));
    }
    if (cause instanceof ForeignContentException e) {
      return of("refused_content", Problem.of(415, e.detail()));
    }
    if (cause instanceof MalformedContentException e) {
      Problem problem = Problem.of(422, e.detail());
      return of("refused_content", problem.with("row", e.row()).with("column", e.column()));
    }
    if (cause instanceof IOException e) {
      return of(e);
    }
    return new UploadFailure("failed", Optional.empty());
  }

  private static UploadFailure of(IOException cause) {
    if (cause instanceof SlowBodyException) {
      return of("too_slow", Problem.of(408, "The body came too slowly."));
    }
    if (cause instanceof BodyException) {
      return of("broken_off", Problem.of(400, String.valueOf(cause.getMessage())));
    }
    if (cause instanceof StoreFullException) {
      LOG.log(System.Logger.Level.ERROR, "The file store is full", cause);
      return of("store_full", Problem.of(507, "The file store is full."));
    }
    LOG.log(System.Logger.Level.ERROR, "The file store failed", cause);
    return of("store_unavailable", StoreUnavailableException.problem());
  }

  private static UploadFailure of(String outcome, Problem problem) {
    return new UploadFailure(outcome, Optional.of(problem));
  }

  private static Problem problem(QuotaRefusal refusal) {
    Problem problem =
        Problem.of(413, refusal.message())
            .with("scope", refusal.scope().label())
            .with("requested", refusal.requested());
    return refusal.scope() == QuotaScope.GLOBAL
        ? problem
        : problem
            .with("limit", refusal.limit())
            .with("used", refusal.used())
            .with("remaining", refusal.remaining());
  }

  private static Problem tooMany() {
    return Problem.of(429, "Too many uploads at once. Retry in 1 seconds.")
        .withType(QUOTA_EXCEEDED)
        .with("violated-policies", List.of("uploads"))
        .withHeader("Retry-After", "1");
  }
}
