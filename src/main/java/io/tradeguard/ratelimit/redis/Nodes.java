package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.memory.Share;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Who lives, by the heartbeats in Redis, and what time it is there.
 *
 * <p>A node counts from its first heartbeat on and until {@link #ALIVE_MILLIS} after its last: a
 * pause of a few beats changes nothing, and while Redis is away the number stays as last seen.
 */
final class Nodes {
  static final String KEY = "tradeguard:nodes";
  private static final int ALIVE_MILLIS = 10_000;

  private final String self;
  private final LongSupplier micros;
  private volatile Share share = Share.WHOLE;
  private volatile long redisMinusLocal;

  /**
   * Knows of no other node yet.
   *
   * @param micros the ledger's clock
   */
  Nodes(String self, LongSupplier micros) {
    this.self = self;
    this.micros = micros;
  }

  String self() {
    return self;
  }

  CommandAsk beat(boolean stay) {
    return CommandAsk.script(
        Script.HEARTBEAT,
        List.of(KEY),
        List.of(self, Integer.toString(ALIVE_MILLIS), stay ? "1" : "0"));
  }

  /** Takes note of a heartbeat's answer. */
  void seen(CommandAsk beat) {
    List<?> reply = (List<?>) Objects.requireNonNull(beat.reply);
    redisMinusLocal = (Long) reply.get(0) - micros.getAsLong();
    TreeSet<String> alive = new TreeSet<>(List.of(self));
    for (Object node : reply.subList(1, reply.size())) {
      alive.add(new String((byte[]) node, StandardCharsets.UTF_8));
    }
    share = new Share(alive.size(), alive.headSet(self).size());
  }

  /** This node's share of what is left, by the nodes last seen alive. */
  Share share() {
    return share;
  }

  /** Redis's clock less this node's, in microseconds; of use between two answers only. */
  long redisMinusLocal() {
    return redisMinusLocal;
  }
}
