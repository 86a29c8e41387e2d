package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.memory.Share;
import io.tradeguard.ratelimit.redis.wire.PlainCommand;
import io.tradeguard.ratelimit.redis.wire.Script;
import io.tradeguard.ratelimit.redis.wire.ScriptCommand;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Shows Redis that this node lives, and learns who else does.
 *
 * <p>A node counts from its first heartbeat on and until {@link #ALIVE_MILLIS} after its last: a
 * pause of a few beats changes nothing, and while Redis is away the number stays as last seen.
 */
final class Heartbeat {
  private static final int ALIVE_MILLIS = 10_000;

  private final String self = UUID.randomUUID().toString().substring(0, 13);
  private final KeyNames names;
  private volatile Share share = Share.WHOLE;

  Heartbeat(KeyNames names) {
    this.names = names;
  }

  /** This node's id. */
  String self() {
    return self;
  }

  /** This node's share of what is left, by the nodes last seen alive. */
  Share share() {
    return share;
  }

  /** Returns a beat; {@link #seen} must follow once it is answered. */
  ScriptCommand beat() {
    return command(true);
  }

  /** Returns the beat that says good-bye. */
  ScriptCommand last() {
    return command(false);
  }

  private ScriptCommand command(boolean stay) {
    return new ScriptCommand(
        Script.HEARTBEAT,
        List.of(names.nodes()),
        List.of(self, Integer.toString(ALIVE_MILLIS), stay ? "1" : "0"));
  }

  /** Takes note of a beat's answer. */
  void seen(ScriptCommand beat) {
    TreeSet<String> alive = new TreeSet<>(List.of(self));
    for (Object node : beat.reply().subList(1, beat.reply().size())) {
      alive.add(PlainCommand.text(node));
    }
    share = new Share(alive.size(), alive.headSet(self).size());
  }
}
