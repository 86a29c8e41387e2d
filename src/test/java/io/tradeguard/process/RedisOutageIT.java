package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Redis dies under load and comes back; callers must not notice. */
@Order(1)
class RedisOutageIT {
  private static final int CALLERS = 4;
  private static final int OUTAGE_CALLS = 400;

  /** Longer than any busy machine makes a call: whoever takes as long has waited for Redis. */
  private static final int TIMEOUT_MILLIS = 10_000;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private record Call(int status, long millis) {}

  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  @Test
  @Fault(41)
  void noRequestFailsOrWaitsAndTheCountsGoBackToRedis() throws InterruptedException {
    try (RealRedis redis = RealRedis.start();
        TestServer server =
            TestServer.builder()
                .withGenerousLimits()
                .with("tradeguard.redis.url", redis.url())
                .with("tradeguard.redis.timeout", TIMEOUT_MILLIS)
                .with("tradeguard.rate-limit.default.period", 3600)
                .start()) {
      TestUser user = server.newUser();
      Api api = server.anonymous().withKey(user.newKey());
      mustBeLimitedBy(api, "redis");
      List<Thread> load = startLoad(api);

      outage(redis, api);
      ended.set(true);
      for (Thread caller : load) {
        caller.join();
      }

      assertThat(calls).extracting(Call::status).containsOnly(200);
      assertThat(calls)
          .as("ms of each call")
          .extracting(Call::millis)
          .allMatch(millis -> millis < TIMEOUT_MILLIS);
      int warnings = logged(server, "Redis unavailable, falling back to in-memory rate limiting");
      assertThat(warnings).as("warnings").isPositive();
      assertThat(logged(server, "Redis is back"))
          .as("one message a transition")
          .isEqualTo(warnings);
      assertThat(warnings).as("warnings, which are not one a call").isLessThan(OUTAGE_CALLS / 10);
      long counted = Long.parseLong(redis.get("rate_limit:user:" + user.id() + ":default"));
      assertThat(counted).as("counts carried into the new Redis").isGreaterThan(OUTAGE_CALLS);
    }
  }

  private void outage(RealRedis redis, Api api) {
    awaitCalls(OUTAGE_CALLS);
    redis.stop();
    awaitCalls(OUTAGE_CALLS);
    mustBeLimitedBy(api, "local");
    redis.restart();
    Eventually.within(PATIENCE, () -> mustBeLimitedBy(api, "redis"));
    awaitCalls(OUTAGE_CALLS);
  }

  private static int logged(TestServer server, String message) {
    return (int) server.log().stream().filter(line -> line.contains(message)).count();
  }

  private static void mustBeLimitedBy(Api api, String source) {
    Answer limits = api.get("api/rate-limits").expect(200);
    assertThat(limits.json().get("items"))
        .extracting(item -> item.get("source").asText())
        .containsOnly(source);
  }

  private List<Thread> startLoad(Api api) {
    return IntStream.range(0, CALLERS)
        .mapToObj(
            number -> {
              Thread caller = new Thread(() -> call(api), "caller " + number);
              caller.start();
              return caller;
            })
        .toList();
  }

  private void call(Api api) {
    while (!ended.get()) {
      long start = System.nanoTime();
      int status = api.get("api/usage").status();
      calls.add(new Call(status, Duration.ofNanos(System.nanoTime() - start).toMillis()));
    }
  }

  private void awaitCalls(int count) {
    int from = calls.size();
    Eventually.within(PATIENCE, () -> assertThat(calls.size()).isGreaterThan(from + count));
  }
}
