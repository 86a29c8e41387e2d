package io.tradeguard.ratelimit.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * The connections of one lane to a Redis Cluster: one to each master.
 *
 * <p>Questions are grouped by slot, since a script's keys must lie in one, and the groups by
 * server: all servers are written to before any is read from, so a batch takes as long as the
 * slowest. A question whose key has moved is asked where it went; one whose slot is on its way, by
 * itself and again: of several keys some may be here and some there. Nothing else is asked twice.
 */
final class ClusterLink implements Link {
  /** Enough for a slot that moves while a key of it is on its way. */
  private static final int MOST_ROUNDS = 5;

  private final ClusterMap map;
  private final Opener open;
  private final Map<HostAndPort, Wire> wires;

  /** Connects to a server by a deadline, in the time of {@link System#nanoTime}. */
  @FunctionalInterface
  interface Opener {
    Wire open(HostAndPort server, long deadline);
  }

  /**
   * Creates a link.
   *
   * @param wires to the masters that are known
   * @param open connects to others
   */
  ClusterLink(ClusterMap map, Map<HostAndPort, Wire> wires, Opener open) {
    this.map = map;
    this.wires = new ConcurrentHashMap<>(wires);
    this.open = open;
  }

  /** Questions to one server about one slot. */
  private record Group(Wire wire, Exchange exchange, boolean asking) {}

  /** One exchange: what went wrong in it, which never keeps other servers' answers back. */
  private final class Rounds {
    private final long deadline;
    @Nullable RedisFailure failure;

    Rounds(long deadline) {
      this.deadline = deadline;
    }

    List<Group> first(List<Ask> asks) {
      Map<Integer, List<Ask>> bySlot = new LinkedHashMap<>();
      for (Ask ask : asks) {
        bySlot.computeIfAbsent(ClusterMap.slot(ask.routingKey()), s -> new ArrayList<>()).add(ask);
      }
      List<Group> groups = new ArrayList<>(bySlot.size());
      bySlot.forEach((slot, some) -> add(groups, map.server(slot), some, false));
      return groups;
    }

    /** Asks, and returns what must be asked once more. */
    List<Group> ask(List<Group> groups) {
      each(groups, group -> group.exchange.send(group.wire));
      groups.stream().map(Group::wire).distinct().forEach(this::push);
      each(groups, group -> group.exchange.read(group.wire));
      each(groups, group -> group.exchange.finish(group.wire));
      List<Group> next = new ArrayList<>(0);
      for (Group group : groups) {
        note(group.exchange.failure());
        group.exchange.detours().forEach(detour -> add(next, group, detour));
      }
      return next;
    }

    private void each(List<Group> groups, Consumer<Group> step) {
      for (Group group : groups) {
        if (!group.wire.isBroken()) {
          try {
            step.accept(group);
          } catch (JedisException e) {
            group.wire.cut();
            note(RedisFailure.of(e));
          }
        }
      }
    }

    private void push(Wire wire) {
      try {
        wire.push();
      } catch (JedisException e) {
        wire.cut();
        note(RedisFailure.of(e));
      }
    }

    private void add(List<Group> next, Group group, Exchange.Detour detour) {
      List<Ask> alone = List.of(detour.ask());
      if (detour.why() instanceof JedisRedirectionException elsewhere) {
        if (elsewhere instanceof JedisMovedDataException) {
          map.moved(elsewhere.getSlot(), elsewhere.getTargetNode());
        }
        boolean asking = elsewhere instanceof JedisAskDataException;
        add(next, elsewhere.getTargetNode(), alone, asking);
      } else {
        next.add(new Group(group.wire, new Exchange(alone, group.asking), group.asking));
      }
    }

    /** Nothing was done yet of what cannot be sent. */
    private void add(
        List<Group> groups, @Nullable HostAndPort server, List<Ask> asks, boolean asking) {
      RedisFailure why = new RedisFailure("no server holds a slot", false);
      if (server != null) {
        try {
          groups.add(new Group(wire(server, deadline), new Exchange(asks, asking), asking));
          return;
        } catch (JedisException e) {
          why = new RedisFailure("no connection to " + server, false, e);
        }
      }
      for (Ask ask : asks) {
        ask.refused(why);
      }
      note(why);
    }

    private void note(@Nullable RedisFailure why) {
      failure = failure == null ? why : failure;
    }
  }

  @Override
  public void exchange(List<Ask> asks, long deadline) throws RedisFailure {
    Rounds rounds = new Rounds(deadline);
    List<Group> groups = rounds.first(asks);
    for (int round = 0; round < MOST_ROUNDS && !groups.isEmpty(); round++) {
      groups = rounds.ask(groups);
    }
    for (Group group : groups) {
      group.exchange.giveUp();
    }
    if (rounds.failure != null) {
      throw rounds.failure;
    }
  }

  private Wire wire(HostAndPort server, long deadline) {
    Wire wire = wires.get(server);
    if (wire == null) {
      wire = open.open(server, deadline);
      wires.put(server, wire);
    }
    wire.until(deadline);
    return wire;
  }

  @Override
  public void close() {
    wires.values().forEach(Wire::cut);
  }
}
