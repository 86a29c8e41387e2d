package io.tradeguard.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.Protocol.Command;

/** Three real Redis servers that form a cluster without replicas. */
public final class RealRedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final Duration JOIN = Duration.ofMinutes(5);

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
      long epoch = i + 1L;
      servers.get(i).with(redis -> redis.clusterAddSlotsRange(from, to));
      // As redis-cli does: while epochs collide, who holds a slot that moves is anybody's guess.
      servers.get(i).with(redis -> redis.clusterSetConfigEpoch(epoch));
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

  /** Returns the server that held a slot at the start. */
  public RealRedis serverOf(int slot) {
    return servers.stream()
        .filter(server -> slot < SLOTS * (servers.indexOf(server) + 1) / 3)
        .findFirst()
        .orElseThrow();
  }

  /** Begins to move a slot: its keys stay until they are moved by {@link #moveKey}. */
  public void startMove(int slot, RealRedis from, RealRedis to) {
    to.with(redis -> redis.clusterSetSlotImporting(slot, id(from)));
    from.with(redis -> redis.clusterSetSlotMigrating(slot, id(to)));
  }

  /** Moves a key whose slot is being moved. */
  public void moveKey(String key, RealRedis from, RealRedis to) {
    from.with(redis -> redis.migrate("127.0.0.1", to.port(), key, 0, 5_000));
  }

  /** Tells every server that a slot is at its new place. */
  public void endMove(int slot, RealRedis to) {
    to.with(redis -> redis.clusterSetSlotNode(slot, id(to)));
    servers.forEach(server -> server.with(redis -> redis.clusterSetSlotNode(slot, id(to))));
  }

  private static String id(RealRedis server) {
    return server.with(redis -> redis.clusterMyId());
  }

  public List<RealRedis> servers() {
    return List.copyOf(servers);
  }

  @Override
  public void close() {
    servers.forEach(RealRedis::close);
  }
}
