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
import org.junit.jupiter.api.Test;

/** Redis dies under load and comes back; callers must not notice. */
class RedisOutageIT {
  private static final int CALLERS = 4;
  private static final int OUTAGE_CALLS = 400;

  private static final long MOST_EXTRA_MILLIS = 200;

  /** A busy machine can make one outage look slow; a wait for Redis makes all of them slow. */
  private static final int MOST_OUTAGES = 3;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

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
                .with("tradeguard.rate-limit.default.period", 3600)
                .start()) {
      TestUser user = server.newUser();
      Api api = server.anonymous().withKey(user.newKey());
      mustBeLimitedBy(api, "redis");
      List<Thread> load = startLoad(api);

      int outages = 0;
      long extraMillis;
      do {
        outages++;
        extraMillis = outage(redis, api);
      } while (extraMillis >= MOST_EXTRA_MILLIS && outages < MOST_OUTAGES);
      ended.set(true);
      for (Thread caller : load) {
        caller.join();
      }

      assertThat(calls).extracting(Call::status).containsOnly(200);
      assertThat(extraMillis).as("ms that Redis cost a call").isLessThan(MOST_EXTRA_MILLIS);
      int warnings = logged(server, "Redis unavailable, falling back to in-memory rate limiting");
      assertThat(warnings).as("warnings").isGreaterThanOrEqualTo(outages);
      assertThat(logged(server, "Redis is back"))
          .as("one message a transition")
          .isEqualTo(warnings);
      assertThat(warnings).as("warnings, which are not one a call").isLessThan(OUTAGE_CALLS / 10);
      long counted = Long.parseLong(redis.get("rate_limit:user:" + user.id() + ":default"));
      assertThat(counted).as("counts carried into the new Redis").isGreaterThan(OUTAGE_CALLS);
    }
  }

  /** Takes Redis away and brings it back; returns by how much that made the slowest call slower. */
  private long outage(RealRedis redis, Api api) {
    long usual = slowestOf(nextCalls(OUTAGE_CALLS));
    redis.stop();
    List<Call> without = nextCalls(OUTAGE_CALLS);
    mustBeLimitedBy(api, "local");
    redis.restart();
    Eventually.within(Duration.ofSeconds(5), () -> mustBeLimitedBy(api, "redis"));
    List<Call> after = nextCalls(OUTAGE_CALLS);
    return Math.max(slowestOf(without), slowestOf(after)) - usual;
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

  /** Waits for so many more calls and returns them. */
  private List<Call> nextCalls(int count) {
    int from = calls.size();
    Eventually.within(PATIENCE, () -> assertThat(calls.size()).isGreaterThan(from + count));
    return calls.stream().skip(from).toList();
  }

  private static long slowestOf(List<Call> some) {
    return some.stream().mapToLong(Call::millis).max().orElseThrow();
  }
}
