package io.tradeguard.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

/** A real Redis Sentinel that by itself decides whether a master is down. */
public final class RealSentinel implements AutoCloseable {
  private static final String MASTER = "limits";
  private static final Duration START = Duration.ofMinutes(3);

  private final int port = FreePort.find();
  private final Path configuration;
  private final Process process;

  private RealSentinel(RealRedis master) {
    try {
      configuration = Files.createTempFile("tradeguard-sentinel", ".conf");
      Files.write(
          configuration,
          List.of(
              "port " + port,
              "bind 127.0.0.1",
              "sentinel monitor " + MASTER + " 127.0.0.1 " + master.port() + " 1",
              "sentinel down-after-milliseconds " + MASTER + " 500",
              "sentinel failover-timeout " + MASTER + " 3000"));
      process =
          new ProcessBuilder(RealRedis.program(), configuration.toString(), "--sentinel")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Starts one that watches a master, and returns once it knows of a replica. */
  public static RealSentinel watching(RealRedis master) {
    RealSentinel sentinel = new RealSentinel(master);
    Eventually.within(
        START,
        () -> {
          try (Jedis jedis = new Jedis("127.0.0.1", sentinel.port, 1_000)) {
            if (jedis.sentinelReplicas(MASTER).isEmpty()) {
              throw new IllegalStateException("The Sentinel knows no replica yet");
            }
          }
        });
    return sentinel;
  }

  public String url() {
    return "redis-sentinel://127.0.0.1:" + port + "/" + MASTER;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      Files.deleteIfExists(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
