package io.tradeguard.bench;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Decisions through Redis, about keys at random. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@OutputTimeUnit(TimeUnit.SECONDS)
public class RedisBench {
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
    limiter = Contestant.of(contestant, Integer.getInteger("bench.redis"));
  }

  @TearDown
  public void stop() {
    limiter.close();
  }

  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  public boolean decisions() {
    return limiter.decide(ThreadLocalRandom.current().nextInt(Contestant.KEYS));
  }

  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public boolean latency() {
    return limiter.decide(ThreadLocalRandom.current().nextInt(Contestant.KEYS));
  }
}
