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
  public void exchange(List<Ask> asks) throws RedisFailure {
    try {
      Exchange exchange = new Exchange(asks);
      exchange.send(wire);
      exchange.read(wire);
      exchange.finish(wire);
    } catch (JedisException e) {
      close();
      throw RedisFailure.of(e);
    }
  }

  @Override
  public void close() {
    wire.cut();
  }
}
