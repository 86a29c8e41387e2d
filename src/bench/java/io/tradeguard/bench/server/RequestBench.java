package io.tradeguard.bench.server;

import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.ServerBuilder;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * P8 and P13: requests a second of {@code GET /api/me} by API key, the most trivial limited call,
 * with limits and without, and on two nodes and one.
 */
final class RequestBench {
  private static final int USERS = 16;
  private static final int CONNECTIONS = 16;
  private static final int SECONDS = 5;
  private static final int WARM_UPS = 8;
  private static final int ROUNDS = 5;
  private static final long DAY = 86_400;

  private final Report report;
  private final Path folder;

  RequestBench(Report report, Path folder) {
    this.report = report;
    this.folder = folder;
  }

  /** A server whose limits nobody reaches and whose counters outlive the run. */
  private static ServerBuilder server(RealRedis redis) {
    ServerBuilder builder =
        TestServer.builder()
            .optimised()
            .with("tradeguard.redis.url", redis.url())
            .with("tradeguard.metrics.public", true);
    for (String category : List.of("default", "anonymous", "login", "api_key")) {
      builder
          .with("tradeguard.rate-limit." + category + ".limit", 1_000_000_000)
          .with("tradeguard.rate-limit." + category + ".period", DAY);
    }
    return builder;
  }

  /** P8. */
  void limitsOnAndOff() {
    Wrk.require();
    try (RealRedis redis = RealRedis.start();
        TestServer limited = server(redis).start();
        TestServer open = server(redis).with("tradeguard.rate-limit.enabled", false).start()) {
      Wrk ours = new Wrk(limited.folder(), keys(limited));
      Wrk against = new Wrk(open.folder(), keys(open));
      report.ratio(
          "P8 GET /api/me, requests, " + CONNECTIONS + " connections",
          Rounds.of(
              WARM_UPS, ROUNDS, () -> perSecond(ours, limited), () -> perSecond(against, open)),
          "/s",
          "limits off",
          "≥ 0.9");
    }
  }

  private static List<String> keys(TestServer server) {
    return Stream.generate(() -> server.newUser().newKey()).limit(USERS).toList();
  }

  private static double perSecond(Wrk wrk, TestServer server) {
    Wrk.Result result = wrk.run(server.base().resolve("api/me"), CONNECTIONS, SECONDS);
    Wrk.mustSucceed(result.errors());
    return result.perSecond();
  }

  /** P13. The nodes wait longer for Redis, so that a starved machine fails over to no memory. */
  void oneNodeAndTwo() {
    Wrk.require();
    try (RealRedis redis = RealRedis.start();
        TestDatabase database = TestDatabase.startDurable()) {
      ServerBuilder builder =
          server(redis)
              .with("tradeguard.redis.timeout", 1000)
              .with("tradeguard.db.url", database.url())
              .with("tradeguard.db.user", database.user());
      try (TestServer first = builder.start();
          TestServer second = builder.with("tradeguard.data.dir", first.dataDir()).start()) {
        Fleet fleet = new Fleet(new Wrk(folder, keys(first)), CONNECTIONS, SECONDS);
        Rounds rounds =
            Rounds.of(
                WARM_UPS,
                ROUNDS,
                () -> fleet.perSecond(List.of(first, second)),
                () -> fleet.perSecond(List.of(first)));
        Wrk.mustSucceed(fleet.errors());
        long counted = fleet.mustBeCountedExactly(redis, List.of(first, second));
        report.ratio(
            "P13 GET /api/me, requests, two nodes, one Redis, one PostgreSQL; 0 errors,"
                + " %,d counted alike by Redis and the nodes".formatted(counted),
            rounds,
            "/s",
            "one node",
            "reported");
      }
    }
  }
}
