package io.tradeguard.bench;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import redis.clients.jedis.Jedis;

/** Decisions through Redis, about keys at random. */
@State(Scope.Benchmark)
public class RedisBench {
  /** Where Redis listens on this machine. */
  static final String PORT = "bench.redis";

  @Param({
    "tradeguard",
    "jedis-incr",
    "jedis-evalsha",
    "bucket4j-jedis",
    "bucket4j-lettuce",
    "redisson"
  })
  public String contestant;

  private Contestant limiter;

  @Setup
  public void start() {
    int port = Integer.getInteger(PORT);
    try (Jedis jedis = new Jedis("127.0.0.1", port)) {
      jedis.flushAll();
    }
    limiter = Contestant.of(contestant, port);
  }

  @TearDown
  public void stop() {
    limiter.close();
  }

  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  public boolean decisions() {
    return decide();
  }

  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public boolean latency() {
    return decide();
  }

  private boolean decide() {
    boolean passes = limiter.decide(ThreadLocalRandom.current().nextInt(Contestant.KEYS));
    if (!passes) {
      throw new IllegalStateException("Refused below the limit");
    }
    return passes;
  }
}
