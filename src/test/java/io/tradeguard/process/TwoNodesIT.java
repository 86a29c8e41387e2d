package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.CsvFile;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.ServerBuilder;
import io.tradeguard.testing.StoredState;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestSetup;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Two servers, started at once on an empty PostgreSQL, one Redis and one shared folder, below
 * different context roots.
 */
@Order(1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesIT {
  /** For what takes ten seconds at most on a machine that is not busy. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String BACKTEST =
      "{\"file_id\":%d,\"strategy\":{\"type\":\"sma_crossover\",\"fast\":10,\"slow\":30},\"initial_cash\":10000}";

  private final RealRedis redis = RealRedis.start();
  private final TestDatabase database = TestDatabase.startEmpty(TestDatabase.Engine.POSTGRESQL);
  private final TestServer first = node(null);
  private final TestServer second = node(first.dataDir());

  /** The context root that the server's usual way of deploying does not give. */
  private static String unusualRoot() {
    return TestSetup.server().equals("wildfly") ? "" : "guard";
  }

  private TestServer node(@Nullable Path dataDir) {
    ServerBuilder builder =
        TestServer.builder()
            .withGenerousLimits()
            .with("tradeguard.redis.url", redis.url())
            .with("tradeguard.redis.timeout", 1000)
            .with("tradeguard.upload.concurrent-per-user", 100)
            .with("tradeguard.rate-limit.backtest.concurrent", 12)
            .with("tradeguard.db.url", database.url())
            .with("tradeguard.db.user", database.user());
    return (dataDir == null
            ? builder
            : builder.with("tradeguard.data.dir", dataDir).at(unusualRoot()))
        .prepare();
  }

  @BeforeAll
  void startBothAtOnce() {
    first.launch();
    second.launch();
    first.awaitReady();
    second.awaitReady();
  }

  @AfterAll
  void stop() {
    first.close();
    second.close();
    StoredState.of(database, first.dataDir()).mustBeConsistent();
    database.close();
    redis.close();
  }

  private List<Api> onBoth(TestUser user) {
    String key = user.newKey();
    return List.of(first.anonymous().withKey(key), second.anonymous().withKey(key));
  }

  private Api on(TestServer node, TestUser user) {
    return node.anonymous().withBasic(user.username(), user.password());
  }

  @Test
  @Fault(53)
  void theMigrationsRanOnce() {
    assertThat(
            database.number(
                "SELECT COUNT(*) FROM flyway_schema_history GROUP BY version ORDER BY 1 DESC"
                    + " LIMIT 1"))
        .isEqualTo(1);
    assertThat(database.number("SELECT COUNT(*) FROM users WHERE username = 'admin'")).isEqualTo(1);
  }

  @Test
  void aLimitIsSharedExactly() throws IOException {
    TestUser user = first.newUser();
    byte[] bars = Files.readAllBytes(Path.of("src/test/resources/data/aapl_daily_2013.csv"));
    long file = user.api().upload("aapl.csv", bars).expect(201).json().get("id").asLong();
    List<Api> nodes = onBoth(user);

    List<Integer> statuses =
        Concurrently.run(
            12,
            thread ->
                nodes.get(thread % 2).post("api/backtests", BACKTEST.formatted(file)).status());

    assertThat(statuses).filteredOn(status -> status == 200).hasSize(5);
    assertThat(statuses).filteredOn(status -> status == 429).hasSize(7);
    String key = "rate_limit:user:" + user.id() + ":backtest";
    Eventually.within(PATIENCE, () -> assertThat(redis.get(key)).isEqualTo("12"));
    assertThat(redis.pttl(key)).isBetween(1L, 60_000L);
  }

  @Test
  void uploadsOverBothNodesFillTheQuotaExactly() {
    TestUser user = first.newUser();
    int size = 100_000;
    int room = 20;
    first
        .admin()
        .patch("api/admin/users/" + user.id(), Map.of("quota_bytes", room * size))
        .expect(200);
    List<Api> nodes = onBoth(user);
    byte[] content = CsvFile.ofSize(size);

    List<Integer> statuses =
        Concurrently.run(
            64, thread -> nodes.get(thread % 2).upload("f" + thread + ".csv", content).status());

    assertThat(statuses).containsOnly(201, 413);
    assertThat(statuses).filteredOn(status -> status == 201).hasSize(room);
    JsonNode usage = nodes.get(1).get("api/usage").expect(200).json();
    assertThat(usage.get("used_bytes").asInt()).isEqualTo(room * size);
    assertThat(usage.get("reserved_bytes").asInt()).isZero();
    JsonNode files = nodes.get(0).get("api/files?size=200").expect(200).json();
    assertThat(files.get("total").asInt()).isEqualTo(room);
    assertThat(files.get("items"))
        .extracting(item -> item.get("id").asLong())
        .doesNotHaveDuplicates();
  }

  @Test
  void theServiceWorksBelowAnyContextRoot() {
    TestUser user = second.newUser();
    Answer upload = user.api().upload("a.csv", CsvFile.ofSize(1000)).expect(201);
    String location = upload.requiredHeader("Location");

    assertThat(second.base().resolve(location))
        .isEqualTo(second.base().resolve("api/files/" + upload.json().get("id").asLong()));
    assertThat(user.api().get(location).expect(200).json()).isEqualTo(upload.json());
    assertThat(second.base().resolve(second.anonymous().get("").requiredHeader("Location")))
        .isEqualTo(second.base().resolve("ui/"));
    assertThat(second.anonymous().get("ui/").expect(200).text()).doesNotContain("=\"/");
  }

  @Test
  void whatOneNodeStoredTheOtherServes() {
    TestUser user = first.newUser();
    byte[] content = CsvFile.ofSize(5_000);
    long id = on(first, user).upload("a.csv", content).expect(201).json().get("id").asLong();

    Answer answer = on(second, user).get("api/files/" + id + "/content").expect(200);

    assertThat(answer.body()).isEqualTo(content);
    on(second, user).delete("api/files/" + id).expect(204);
    on(first, user).get("api/files/" + id).expect(404);
  }

  @Test
  void aRevokedKeyStopsOnTheOtherNode() {
    TestUser user = first.newUser();
    JsonNode key = user.api().post("api/api-keys", "{\"name\":\"k\"}").expect(201).json();
    Api elsewhere = second.anonymous().withKey(key.get("key").asText());
    elsewhere.get("api/me").expect(200);

    user.api().delete("api/api-keys/" + key.get("id").asLong()).expect(204);

    first.anonymous().withKey(key.get("key").asText()).get("api/me").expect(401);
    Eventually.within(PATIENCE, () -> elsewhere.get("api/me").expect(401));
  }

  @Test
  void anOverrideTakesEffectOnTheOtherNode() {
    TestUser user = first.newUser();
    on(second, user).get("api/me").expect(200);

    first
        .admin()
        .patch(
            "api/admin/users/" + user.id(),
            "{\"rate_limits\":{\"default\":{\"limit\":7,\"period\":60}}}")
        .expect(200);

    Eventually.within(
        PATIENCE,
        () ->
            assertThat(on(second, user).get("api/me").requiredHeader("RateLimit-Policy"))
                .contains("q=7;w=60"));
  }
}
