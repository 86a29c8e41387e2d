package io.tradeguard.bench;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH for one round: each contestant in a JVM of its own, warmed up and then measured. */
final class JmhRounds {
  private static final int MEMORY_THREADS = 16;
  private static final String[] ON_REDIS = {
    "tradeguard", "jedis-incr", "jedis-evalsha", "bucket4j-jedis", "bucket4j-lettuce", "redisson"
  };

  private final int port;
  private final Figures figures;

  JmhRounds(int port, Figures figures) {
    this.port = port;
    this.figures = figures;
  }

  void decisions(int threads) throws RunnerException {
    redis("decisions", threads, "decisions-" + threads, Result::getScore, ON_REDIS);
  }

  void latency(int threads, int percentile) throws RunnerException {
    redis(
        "latency",
        threads,
        "p" + percentile + "-" + threads,
        result -> result.getStatistics().getPercentile(percentile),
        "tradeguard",
        "jedis-incr");
  }

  private void redis(
      String benchmark,
      int threads,
      String figure,
      ToDoubleFunction<Result<?>> sample,
      String... contestants)
      throws RunnerException {
    OptionsBuilder options = options(RedisBench.class.getSimpleName() + "." + benchmark, threads);
    options.param("contestant", contestants);
    run(options, figure, List.of(contestants), r -> r.getParams().getParam("contestant"), sample);
  }

  void memory() throws RunnerException {
    run(
        options(MemoryBench.class.getSimpleName(), MEMORY_THREADS),
        "memory",
        List.of("tradeguard", "bucket4j", "resilience4j", "refusal", "tradeguardFew", "refusalFew"),
        r -> r.getPrimaryResult().getLabel(),
        Result::getScore);
  }

  private OptionsBuilder options(String benchmark, int threads) {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(benchmark)
        .threads(threads)
        .forks(1)
        .warmupIterations(3)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(4)
        .measurementTime(TimeValue.seconds(1))
        .shouldFailOnError(false)
        .verbosity(VerboseMode.NORMAL)
        .jvmArgsAppend("-D" + RedisBench.PORT + "=" + port, "-Xmx1g");
    return options;
  }

  private void run(
      OptionsBuilder options,
      String figure,
      List<String> expected,
      Function<RunResult, String> name,
      ToDoubleFunction<Result<?>> sample)
      throws RunnerException {
    Set<String> missing = new HashSet<>(expected);
    for (RunResult run : new Runner(options.build()).run()) {
      missing.remove(name.apply(run));
      for (BenchmarkResult fork : run.getBenchmarkResults()) {
        for (IterationResult iteration : fork.getIterationResults()) {
          figures.add(
              figure + " " + name.apply(run), sample.applyAsDouble(iteration.getPrimaryResult()));
        }
      }
    }
    missing.forEach(contestant -> figures.failed(figure + " " + contestant));
  }
}
