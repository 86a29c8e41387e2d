package io.tradeguard.ratelimit.redis;

import java.util.List;
import redis.clients.jedis.exceptions.JedisException;

/** One connection to one Redis server. */
final class NodeLink implements Link {
  private final Wire wire;

  NodeLink(Wire wire) {
    this.wire = wire;
  }

  @Override
  public void exchange(List<Ask> asks, long deadline) throws RedisFailure {
    wire.until(deadline);
    Exchange exchange = new Exchange(asks);
    try {
      exchange.send(wire);
      exchange.read(wire);
      exchange.finish(wire);
    } catch (JedisException e) {
      close();
      throw RedisFailure.of(e);
    }
    // A server that knows of others is part of a cluster, which this is no way to.
    for (Exchange.Detour detour : exchange.detours()) {
      exchange.failed(detour.ask(), RedisFailure.refusal(detour.why(), false));
    }
    RedisFailure failure = exchange.failure();
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    wire.cut();
  }
}
