package io.tradeguard.ratelimit.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * The connections of one lane to a Redis Cluster: one to each master.
 *
 * <p>Questions are grouped by slot, since a script's keys must lie in one, and the groups by
 * server: all servers are written to before any is read from, so a batch takes as long as the
 * slowest. A server that says a slot is elsewhere is followed once; what it said was done nowhere.
 */
final class ClusterLink implements Link {
  private final ClusterMap map;
  private final Function<HostAndPort, Wire> open;
  private final Map<HostAndPort, Wire> wires = new ConcurrentHashMap<>();

  /** Connects to every master. */
  ClusterLink(ClusterMap map, Function<HostAndPort, Wire> open) {
    this.map = map;
    this.open = open;
    map.masters().forEach(this::wire);
  }

  /** The questions of one slot. */
  private record Group(Wire wire, Exchange exchange) {}

  @Override
  public void exchange(List<Ask> asks) throws RedisFailure {
    try {
      Map<Integer, List<Ask>> bySlot = new LinkedHashMap<>();
      for (Ask ask : asks) {
        int slot = ClusterMap.slot(ask.routingKey());
        bySlot.computeIfAbsent(slot, s -> new ArrayList<>()).add(ask);
      }
      List<Group> groups = new ArrayList<>(bySlot.size());
      for (Map.Entry<Integer, List<Ask>> slot : bySlot.entrySet()) {
        groups.add(new Group(wireOf(slot.getKey()), new Exchange(slot.getValue())));
      }
      List<Group> moved = round(groups);
      if (!moved.isEmpty() && !round(moved).isEmpty()) {
        throw new RedisFailure("a slot went from server to server", false);
      }
    } catch (JedisException e) {
      close();
      throw RedisFailure.of(e);
    }
  }

  /** Asks, and returns what must be asked of another server. */
  private List<Group> round(List<Group> groups) throws RedisFailure {
    for (Group group : groups) {
      group.exchange.send(group.wire);
    }
    groups.stream().map(Group::wire).distinct().forEach(Wire::push);
    for (Group group : groups) {
      group.exchange.read(group.wire);
    }
    List<Group> moved = new ArrayList<>(0);
    for (Group group : groups) {
      try {
        group.exchange.finish(group.wire);
      } catch (JedisRedirectionException e) {
        boolean asking = e instanceof JedisAskDataException;
        if (!asking && moved.isEmpty()) {
          map.refresh();
        }
        moved.add(new Group(wire(e.getTargetNode()), new Exchange(group.exchange.open(), asking)));
      }
    }
    return moved;
  }

  private Wire wireOf(int slot) throws RedisFailure {
    HostAndPort server = map.server(slot);
    if (server == null) {
      throw new RedisFailure("no server holds slot " + slot, false);
    }
    return wire(server);
  }

  private Wire wire(HostAndPort server) {
    Wire known = wires.get(server);
    if (known != null) {
      return known;
    }
    Wire wire = open.apply(server);
    wires.put(server, wire);
    return wire;
  }

  @Override
  public void close() {
    wires.values().forEach(Wire::cut);
  }
}
