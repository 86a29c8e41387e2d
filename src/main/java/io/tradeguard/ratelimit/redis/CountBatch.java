package io.tradeguard.ratelimit.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;

/**
 * Questions about single fixed windows that one run of {@link Script#COUNT} answers: looks,
 * additions to one window only, and what plain commands could not do.
 */
final class CountBatch implements ScriptBatch {
  private final List<CountAsk> asks = new ArrayList<>(0);

  @Override
  public List<CountAsk> asks() {
    return asks;
  }

  void add(CountAsk ask) {
    asks.add(ask);
  }

  @Override
  public Script script() {
    return Script.COUNT;
  }

  @Override
  public void addArguments(CommandArguments arguments) {
    arguments.add(asks.size());
    for (CountAsk ask : asks) {
      arguments.add(ask.key);
    }
    for (CountAsk ask : asks) {
      arguments.add(CommandAsk.bytes(ask.weight));
      arguments.add(CommandAsk.bytes(ask.periodSeconds * 1_000L));
      arguments.add(CommandAsk.bytes(ask.window));
    }
  }

  @Override
  public void answer(Object reply) {
    List<?> numbers = (List<?>) reply;
    long now = (Long) numbers.get(0);
    for (int i = 0; i < asks.size(); i++) {
      asks.get(i).answer((Long) numbers.get(2 * i + 1), (Long) numbers.get(2 * i + 2), now);
    }
  }
}
