package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.memory.Share;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/**
 * Who lives, by the heartbeats in Redis.
 *
 * <p>A node counts from its first heartbeat on and until {@link #ALIVE_MILLIS} after its last: a
 * pause of a few beats changes nothing, and while Redis is away the number stays as last seen.
 */
final class Nodes {
  static final String KEY = "tradeguard:nodes";
  private static final int ALIVE_MILLIS = 10_000;

  private final String self;
  private final TreeSet<String> alive = new TreeSet<>();

  Nodes(String self) {
    this.self = self;
    alive.add(self);
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

  /** Takes note of a heartbeat's answer and returns Redis's time in microseconds. */
  synchronized long seen(CommandAsk beat) {
    List<?> reply = (List<?>) java.util.Objects.requireNonNull(beat.reply);
    alive.clear();
    alive.add(self);
    for (Object node : reply.subList(1, reply.size())) {
      alive.add(new String((byte[]) node, StandardCharsets.UTF_8));
    }
    return (Long) reply.get(0);
  }

  synchronized Share share() {
    return new Share(alive.size(), alive.headSet(self).size());
  }
}
