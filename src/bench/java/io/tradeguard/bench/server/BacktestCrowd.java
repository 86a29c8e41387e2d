package io.tradeguard.bench.server;

import io.tradeguard.backtest.MillionBars;
import io.tradeguard.marketdata.BarSeries;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * P17's other half: how long a caller waits for {@code GET /api/me} while five users backtest a
 * million bars each, again and again and all at once, beside the same server idle.
 */
final class BacktestCrowd {
  private static final int USERS = 5;
  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 5;
  private static final int SECONDS = 6;
  private static final int HEAP_MEGABYTES = 512;
  private static final int BUSY = 503;
  private static final long MUCH = 1L << 40;

  /** The caller asks so often, whatever became of the question before. */
  private static final int PER_SECOND = 200;

  private final Report report;

  BacktestCrowd(Report report) {
    this.report = report;
  }

  /** What one side of a round saw. */
  private record Crowd(long finished, long refused) {
    Crowd plus(Crowd other) {
      return new Crowd(finished + other.finished, refused + other.refused);
    }
  }

  /** The others' p99 beside the crowd. */
  void othersWait() {
    byte[] bars = MillionBars.MINUTES.csv();
    try (TestServer server =
        TestServer.builder()
            .optimised()
            .withHeap(HEAP_MEGABYTES)
            .withGenerousLimits()
            .with("tradeguard.rate-limit.backtest.limit", 1_000_000)
            .with("tradeguard.quota.user.bytes", MUCH)
            .start()) {
      Api caller = server.anonymous().withKey(server.newUser().newKey());
      List<Supplier<Answer>> backtests = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        backtests.add(backtest(server, bars));
      }
      List<Crowd> crowds = new ArrayList<>();
      Rounds rounds =
          Rounds.of(
              WARM_UPS,
              ROUNDS,
              () -> beside(backtests, crowds, caller),
              () -> microsecondsOfTheSlowest(caller));
      Crowd all = crowds.stream().reduce(new Crowd(0, 0), Crowd::plus);
      report.ratio(
          "P17 p99 of GET /api/me while %d users backtest %,d bars each (%,d reports, %,d × 503)"
              .formatted(USERS, BarSeries.MAX_BARS, all.finished, all.refused),
          rounds,
          " µs",
          "idle",
          "≤ 4");
    }
  }

  private static Supplier<Answer> backtest(TestServer server, byte[] bars) {
    TestUser user = server.newUser();
    Api api = server.anonymous().withKey(user.newKey());
    long file = api.upload("bars.csv", bars).expect(201).json().get("id").asLong();
    Map<String, Object> strategy = Map.of("type", "sma_crossover", "fast", 50, "slow", 200);
    Map<String, Object> request =
        Map.of("file_id", file, "strategy", strategy, "initial_cash", 10_000);
    return () -> api.post("api/backtests", request);
  }

  private static double beside(List<Supplier<Answer>> backtests, List<Crowd> seen, Api caller) {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService users = Executors.newFixedThreadPool(backtests.size());
    try {
      List<Future<Crowd>> crowd =
          backtests.stream().map(one -> users.submit(() -> repeat(one, over))).toList();
      double slowest = microsecondsOfTheSlowest(caller);
      over.set(true);
      for (Future<Crowd> one : crowd) {
        seen.add(one.get());
      }
      return slowest;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A backtest failed", e);
    } finally {
      users.shutdownNow();
    }
  }

  private static Crowd repeat(Supplier<Answer> backtest, AtomicBoolean over) {
    long finished = 0;
    long refused = 0;
    while (!over.get()) {
      Answer answer = backtest.get();
      if (answer.status() == BUSY) {
        refused++;
      } else {
        answer.expect(200);
        finished++;
      }
    }
    return new Crowd(finished, refused);
  }

  /** Asks at fixed times, so that a question that had to wait for the one before has waited too. */
  private static double microsecondsOfTheSlowest(Api caller) {
    long pause = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    long[] nanos = new long[SECONDS * PER_SECOND];
    long due = System.nanoTime();
    for (int i = 0; i < nanos.length; i++) {
      due += pause;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      caller.get("api/me").expect(200);
      nanos[i] = System.nanoTime() - due;
    }
    Arrays.sort(nanos);
    return nanos[nanos.length * 99 / 100] / 1e3;
  }
}
