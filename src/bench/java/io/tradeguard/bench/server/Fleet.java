package io.tradeguard.bench.server;

import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Loads nodes at once, and compares what was sent with what they and Redis counted. */
final class Fleet {
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final Wrk wrk;
  private final int connections;
  private final int seconds;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();

  /** Shares so many connections among the nodes. */
  Fleet(Wrk wrk, int connections, int seconds) {
    this.wrk = wrk;
    this.connections = connections;
    this.seconds = seconds;
  }

  /** Returns what the nodes answered together. */
  double perSecond(List<TestServer> nodes) {
    int each = connections / nodes.size();
    return Concurrently.run(
            nodes.size(), n -> wrk.run(nodes.get(n).base().resolve("api/me"), each, seconds))
        .stream()
        .peek(result -> requests.addAndGet(result.requests()))
        .peek(result -> errors.addAndGet(result.errors()))
        .mapToDouble(Wrk.Result::perSecond)
        .sum();
  }

  long errors() {
    return errors.get();
  }

  /**
   * Compares the counters in Redis with the decisions of the nodes. There are more than answers,
   * because wrk leaves its last requests unanswered.
   */
  long mustBeCountedExactly(RealRedis redis, List<TestServer> nodes) {
    Eventually.within(
        SETTLED,
        () -> {
          long counted = counted(redis);
          long decided = nodes.stream().mapToLong(Fleet::decided).sum();
          if (counted != decided || counted < requests.get()) {
            throw new AssertionError(
                "Redis counted %d, the nodes decided %d, wrk saw %d answers"
                    .formatted(counted, decided, requests.get()));
          }
        });
    return counted(redis);
  }

  private static long counted(RealRedis redis) {
    return redis.keys("rate_limit:user:*:default").stream()
        .mapToLong(key -> Long.parseLong(redis.get(key)))
        .sum();
  }

  private static long decided(TestServer node) {
    return node.anonymous()
        .get("api/metrics")
        .expect(200)
        .text()
        .lines()
        .filter(line -> line.startsWith("tradeguard_decisions_total{"))
        .filter(line -> line.contains("category=\"default\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
