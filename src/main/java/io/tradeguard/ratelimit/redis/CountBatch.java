package io.tradeguard.ratelimit.redis;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.CommandArguments;

/**
 * Questions about single fixed windows that one run of {@link Script#COUNT} answers. Requests of
 * the same key become one addition: each still gets the count as it stood after itself.
 */
final class CountBatch implements ScriptBatch {
  private final List<Group> groups = new ArrayList<>();
  private final Map<Name, Group> additions = new HashMap<>();

  /** A key's bytes, comparable. */
  private record Name(ByteBuffer key, int period) {}

  private static final class Group {
    final List<CountAsk> asks = new ArrayList<>(1);
    long weight;
  }

  @Override
  public boolean isEmpty() {
    return groups.isEmpty();
  }

  void add(CountAsk ask) {
    Group group;
    if (ask.weight > 0 && ask.window == 0) {
      Name name = new Name(ByteBuffer.wrap(ask.key), ask.periodSeconds);
      group = additions.computeIfAbsent(name, n -> newGroup());
    } else {
      group = newGroup();
    }
    group.asks.add(ask);
    group.weight += ask.weight;
  }

  private Group newGroup() {
    Group group = new Group();
    groups.add(group);
    return group;
  }

  @Override
  public Script script() {
    return Script.COUNT;
  }

  @Override
  public void addArguments(CommandArguments arguments) {
    arguments.add(groups.size());
    for (Group group : groups) {
      arguments.add(group.asks.get(0).key);
    }
    for (Group group : groups) {
      CountAsk ask = group.asks.get(0);
      arguments.add(CommandAsk.bytes(group.weight));
      arguments.add(CommandAsk.bytes(ask.periodSeconds * 1_000L));
      arguments.add(CommandAsk.bytes(ask.window));
    }
  }

  @Override
  public void answer(Object reply) {
    List<?> numbers = (List<?>) reply;
    long now = (Long) numbers.get(0);
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      long count =
          (Long) numbers.get(2 * i + 1) - (group.asks.get(0).window == 0 ? group.weight : 0);
      long ends = (Long) numbers.get(2 * i + 2);
      for (CountAsk ask : group.asks) {
        count += ask.window == 0 ? ask.weight : 0;
        ask.count = count;
        ask.ends = ends;
        ask.redisNow = now;
      }
    }
  }
}
