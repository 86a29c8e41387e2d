package io.tradeguard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.account.Caller;
import io.tradeguard.account.Role;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.SettingsFixture;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.FiredEvents;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TestDatabase.Engine;
import io.tradeguard.testing.TransactionalSession;
import io.tradeguard.web.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitOverridesTest {

  /** A node's overrides and policies; injection is the container's work, done here. */
  @SuppressWarnings("UnnecessaryAssignment")
  private static final class Node {
    final TransactionalSession session;
    final RateLimitOverrides overrides = new RateLimitOverrides();
    final FiredEvents<OverridesChanged> changed = new FiredEvents<>();
    final LimitPolicies policies = new LimitPolicies();

    Node(TestDatabase database) {
      session = database.newSession();
      overrides.entities = session.entities();
      overrides.changed = changed;
      overrides.settings =
          SettingsFixture.of(
              Map.of(
                  "tradeguard.rate-limit.backtest.algorithm", "gcra",
                  "tradeguard.rate-limit.backtest.windows", "5/60,100/86400"));
      policies.settings = overrides.settings;
      policies.overrides = overrides;
      policies.subjects = key -> Optional.empty();
    }

    void change(Runnable work) {
      session.inTransaction(work);
      changed.all().forEach(policies::forget);
    }
  }

  private static void addUser(TestDatabase database) {
    database.execute(
        "INSERT INTO users (id, username, password_hash, role, enabled, created_at)"
            + " VALUES (7, 'ann', 'x', 'user', TRUE, CURRENT_TIMESTAMP)");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anOverrideIsOneWindowInsteadOfTheCategorys(Engine engine) {
    try (TestDatabase database = TestDatabase.start(engine)) {
      addUser(database);
      Node node = new Node(database);
      assertThat(node.policies.of("backtest", 7).windows()).hasSize(2);

      node.change(() -> node.overrides.put(7, "backtest", new WindowSettings(50, 30)));

      assertThat(node.policies.of(LimitKey.user(7, "backtest")))
          .returns(List.of(new WindowSettings(50, 30)), LimitPolicy::windows)
          .returns(Algorithm.GCRA, LimitPolicy::algorithm);
      assertThat(node.policies.of("default", 7).windows())
          .containsExactly(new WindowSettings(60, 60));
      assertThat(node.policies.of("backtest", 8).windows()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void overridesAreReplacedRemovedAndCleared(Engine engine) {
    try (TestDatabase database = TestDatabase.start(engine)) {
      addUser(database);
      Node node = new Node(database);
      node.change(() -> node.overrides.put(7, "backtest", new WindowSettings(50, 30)));
      node.change(() -> node.overrides.put(7, "backtest", new WindowSettings(51, 31)));
      node.change(() -> node.overrides.put(7, "default", new WindowSettings(1, 1)));
      assertThat(node.overrides.of(7))
          .containsOnly(
              Map.entry("backtest", new WindowSettings(51, 31)),
              Map.entry("default", new WindowSettings(1, 1)));

      node.change(() -> node.overrides.remove(7, "backtest"));
      assertThat(node.overrides.of(7)).containsOnlyKeys("default");
      node.change(() -> node.overrides.clear(7));
      assertThat(node.overrides.of(7)).isEmpty();
      assertThat(node.policies.of("default", 7).windows())
          .containsExactly(new WindowSettings(60, 60));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reports", "anonymous", "login"})
  void aLimitThatIsNoUsersIsRefused(String category) {
    try (TestDatabase database = TestDatabase.start(Engine.H2)) {
      Node node = new Node(database);

      assertThatThrownBy(
              () -> node.change(() -> node.overrides.put(7, category, new WindowSettings(1, 1))))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(422));
    }
  }

  @Test
  void whoIsNobodyCountsByAddressAsAnonymous() {
    assertThat(CallerLimit.key(Caller.anonymous("203.0.113.7"), "backtest"))
        .isEqualTo(LimitKey.ip("203.0.113.7", "anonymous"));
    assertThat(CallerLimit.key(Caller.user(7, "ann", Role.USER, "203.0.113.7"), "backtest"))
        .isEqualTo(LimitKey.user(7, "backtest"));
  }
}
