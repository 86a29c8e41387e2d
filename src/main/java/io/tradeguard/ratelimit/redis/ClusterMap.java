package io.tradeguard.ratelimit.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Which server of a cluster holds which slot. */
final class ClusterMap {
  private static final int SLOTS = 16_384;

  private final List<HostAndPort> seeds;
  private final Function<HostAndPort, Wire> open;
  private volatile @Nullable HostAndPort[] servers = new HostAndPort[SLOTS];

  ClusterMap(List<HostAndPort> seeds, Function<HostAndPort, Wire> open) {
    this.seeds = seeds;
    this.open = open;
  }

  static int slot(byte[] key) {
    return JedisClusterCRC16.getSlot(key);
  }

  /** Returns the server of a slot; empty if the map is not known or has a hole. */
  @Nullable HostAndPort server(int slot) {
    return servers[slot];
  }

  /** Takes note of what a server says of a slot that it holds no more. */
  void moved(int slot, HostAndPort server) {
    servers[slot] = server;
  }

  /** Returns the servers that hold slots. */
  Set<HostAndPort> masters() {
    Set<HostAndPort> masters = new LinkedHashSet<>();
    Arrays.stream(servers).filter(Objects::nonNull).forEach(masters::add);
    return masters;
  }

  /** Returns for each master a key that lies there. */
  List<byte[]> routes() {
    Set<HostAndPort> missing = masters();
    List<byte[]> routes = new ArrayList<>();
    for (int i = 0; !missing.isEmpty(); i++) {
      byte[] key = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
      if (missing.remove(server(slot(key)))) {
        routes.add(key);
      }
    }
    return routes;
  }

  /** Reads the map from the first server that answers. */
  void refresh() throws RedisFailure {
    Set<HostAndPort> candidates = masters();
    candidates.addAll(seeds);
    RedisFailure last = new RedisFailure("no server of the cluster answers", false);
    for (HostAndPort candidate : candidates) {
      try (Wire wire = open.apply(candidate)) {
        wire.sendCommand(Command.CLUSTER, "SLOTS");
        servers = read((List<?>) wire.getOne(), candidate);
        return;
      } catch (JedisException e) {
        last = RedisFailure.of(e);
      }
    }
    throw last;
  }

  private static @Nullable HostAndPort[] read(List<?> ranges, HostAndPort asked) {
    @Nullable HostAndPort[] map = new HostAndPort[SLOTS];
    for (Object range : ranges) {
      List<?> parts = (List<?>) range;
      List<?> master = (List<?>) parts.get(2);
      String host =
          master.get(0) == null ? "" : new String((byte[]) master.get(0), StandardCharsets.UTF_8);
      HostAndPort server =
          new HostAndPort(
              host.isEmpty() ? asked.getHost() : host, ((Long) master.get(1)).intValue());
      Arrays.fill(
          map, ((Long) parts.get(0)).intValue(), ((Long) parts.get(1)).intValue() + 1, server);
    }
    return map;
  }
}
