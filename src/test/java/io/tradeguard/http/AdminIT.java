package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import io.tradeguard.testing.UsesSharedServer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What operators see and change, over HTTP. */
@UsesSharedServer
class AdminIT {
  private final TestServer server = TestServer.shared();
  private final Api admin = server.admin();

  @Test
  void aNameIsTakenOnce() {
    TestUser user = server.newUser();

    admin
        .post(
            "api/admin/users",
            Map.of("username", user.username(), "password", "a long password", "role", "user"))
        .expect(409);
  }

  @Test
  void absentIsUnchangedAndNullIsTheDefault() {
    TestUser user = server.newUser();
    String path = "api/admin/users/" + user.id();
    admin
        .patch(
            path,
            "{\"quota_bytes\":1000,\"quota_files\":3,"
                + "\"rate_limits\":{\"backtest\":{\"limit\":7,\"period\":30}}}")
        .expect(200);

    JsonNode changed = admin.patch(path, "{\"quota_bytes\":null}").expect(200).json();

    assertThat(changed.get("quota_bytes").asLong()).isEqualTo(TestServer.SHARED_USER_BYTES);
    assertThat(changed.get("quota_files").asInt()).isEqualTo(3);
    assertThat(changed.at("/rate_limits/backtest/limit").asInt()).isEqualTo(7);
    JsonNode reset = admin.patch(path, "{\"rate_limits\":{\"backtest\":null}}").json();
    assertThat(reset.get("rate_limits")).isEmpty();
    assertThat(admin.patch(path, "{\"enabled\":null}").expect(400).detail()).contains("enabled");
    assertThat(admin.get(path).expect(200).json()).isEqualTo(reset);
  }

  @Test
  void aDisabledUserIsOut() {
    TestUser user = server.newUser();
    user.api().get("api/me").expect(200);

    admin.patch("api/admin/users/" + user.id(), "{\"enabled\":false}").expect(200);

    user.api().get("api/me").expect(401);
  }

  @Test
  void theLastEnabledAdminStays() {
    long id = admin.get("api/me").expect(200).json().get("id").asLong();

    admin.patch("api/admin/users/" + id, "{\"enabled\":false}").expect(409);
    admin.patch("api/admin/users/" + id, "{\"role\":\"user\"}").expect(409);
  }

  @Test
  void usersAndStrangersMayNot() {
    for (String path : new String[] {"users", "overview", "limiter/keys", "audit", "events"}) {
      server.newUser().api().get("api/admin/" + path).expect(403);
      server.anonymous().get("api/admin/" + path).expect(401);
    }
    server.anonymous().get("api/metrics").expect(401);
    assertThat(admin.get("api/metrics").expect(200).text()).contains("tradeguard_decisions_total");
  }

  @Test
  void aRefusedUserIsExplainedSimulatedAndReset() {
    Instant start = Instant.now().minusSeconds(5);
    TestUser user = server.newUser();
    Answer last = new Backtests(user).refused();
    assertThat(Integer.parseInt(last.requiredHeader("Retry-After"))).isBetween(1, 60);
    assertThat(last.requiredHeader("RateLimit-Policy")).isEqualTo("\"backtest\";q=5;w=60");
    assertThat(last.json().get("category").asText()).isEqualTo("backtest");
    String question = "api/admin/explain?category=backtest&user_id=" + user.id();

    JsonNode explained = admin.get(question).expect(200).json();
    assertThat(explained.get("allowed").asBoolean()).isFalse();
    assertThat(explained.get("remaining").asInt()).isZero();
    assertThat(admin.get(question).json().get("count")).isEqualTo(explained.get("count"));

    JsonNode simulated =
        admin
            .post(
                "api/admin/simulations",
                Map.of(
                    "category",
                    "backtest",
                    "limit",
                    1000,
                    "period",
                    60,
                    "algorithm",
                    "fixed_window",
                    "from",
                    start.toString(),
                    "to",
                    Instant.now().plusSeconds(5).toString()))
            .expect(200)
            .json();
    assertThat(simulated.at("/newly_allowed/keys").findValuesAsText("username"))
        .contains(user.username());

    String key = explained.get("key").asText();
    assertThat(admin.get("api/admin/limiter/keys?category=backtest&size=200").json().get("items"))
        .anyMatch(counter -> counter.get("key").asText().equals(key));
    admin.delete("api/admin/limiter/keys/" + Api.encode(key)).expect(204);
    assertThat(admin.get(question).json().get("allowed").asBoolean()).isTrue();
    assertThat(admin.get("api/admin/audit?size=200").json().get("items"))
        .anyMatch(entry -> entry.get("target").asText().contains(key));
    admin.delete("api/admin/limiter/keys/nonsense").expect(400);
  }

  @Test
  void theOverviewCountsWhatWasDecided() {
    JsonNode overview = admin.get("api/admin/overview").expect(200).json();

    assertThat(overview.get("limit_bytes").asLong()).isPositive();
    assertThat(overview.at("/limiter/source").asText()).isIn("redis", "local");
    assertThat(overview.get("categories").findValuesAsText("category"))
        .contains("default", "backtest", "api_key", "anonymous", "login");
  }

  @Test
  void healthIsOpenAndTheDescriptionIsServed() {
    assertThat(server.anonymous().get("api/health/ready").expect(200).json().get("status").asText())
        .isEqualTo("UP");
    server.anonymous().get("api/health/live").expect(200);
    assertThat(
            server.anonymous().get("api/openapi.json").expect(200).json().get("openapi").asText())
        .startsWith("3.1");
  }
}
