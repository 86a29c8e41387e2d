package io.tradeguard.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.Protocol.Command;

/** Three real Redis servers that form a cluster without replicas. */
public final class RealRedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final Duration JOIN = Duration.ofSeconds(60);

  private final List<RealRedis> servers = new ArrayList<>();

  private RealRedisCluster() {
    for (int i = 0; i < 3; i++) {
      servers.add(
          RealRedis.start(
              "--cluster-enabled", "yes", "--cluster-port", Integer.toString(FreePort.find())));
    }
    for (int i = 0; i < 3; i++) {
      int from = SLOTS * i / 3;
      int to = SLOTS * (i + 1) / 3 - 1;
      servers.get(i).with(redis -> redis.clusterAddSlotsRange(from, to));
    }
    for (RealRedis other : servers.subList(1, 3)) {
      String bus = other.with(redis -> redis.configGet("cluster-port").get("cluster-port"));
      servers
          .get(0)
          .with(
              redis ->
                  redis.sendCommand(
                      Command.CLUSTER, "MEET", "127.0.0.1", Integer.toString(other.port()), bus));
    }
    Eventually.within(
        JOIN,
        () -> {
          for (RealRedis server : servers) {
            String info = server.with(redis -> redis.clusterInfo());
            if (!info.contains("cluster_state:ok") || !info.contains("cluster_known_nodes:3")) {
              throw new IllegalStateException("The cluster is not whole yet");
            }
          }
        });
  }

  public static RealRedisCluster start() {
    return new RealRedisCluster();
  }

  /** Returns the address of all three. */
  public String url() {
    return "redis-cluster://"
        + servers.stream()
            .map(server -> "127.0.0.1:" + server.port())
            .collect(Collectors.joining(","));
  }

  public List<RealRedis> servers() {
    return List.copyOf(servers);
  }

  @Override
  public void close() {
    servers.forEach(RealRedis::close);
  }
}
