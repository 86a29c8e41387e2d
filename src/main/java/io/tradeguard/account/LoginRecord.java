package io.tradeguard.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Puts logins on the audit trail, but not without bound: whoever can reach the server can fail to
 * log in. The same outcome for the same name and address is recorded once in a while; and of
 * failures, whose names and addresses cost nothing to vary, a node records so many a minute.
 */
@ApplicationScoped
public class LoginRecord {
  private static final int MAX_KNOWN = 10_000;
  private static final int MAX_FAILURES = 100;

  @Inject AuditTrail trail;

  private final Cache<String, Boolean> successes = seen(Duration.ofHours(1));
  private final Cache<String, Boolean> failures = seen(Duration.ofMinutes(1));
  private final FailureBudget budget =
      new FailureBudget(MAX_FAILURES, Duration.ofMinutes(1), Ticker.systemTicker());

  private static Cache<String, Boolean> seen(Duration memory) {
    return Caffeine.newBuilder().maximumSize(MAX_KNOWN).expireAfterWrite(memory).build();
  }

  void success(User user, String address) {
    if (isFirst(successes, user.id() + " " + address)) {
      trail.record(
          user.id(), user.username(), "login", "user " + user.username(), "from " + address);
    }
  }

  void failure(String username, String address) {
    if (isFirst(failures, address + " " + username) && budget.take()) {
      trail.record(0, address, "login.failed", "user " + username, "from " + address);
    }
  }

  private static boolean isFirst(Cache<String, Boolean> seen, String attempt) {
    return seen.asMap().putIfAbsent(attempt, Boolean.TRUE) == null;
  }
}
