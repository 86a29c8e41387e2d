package io.tradeguard.ratelimit.memory;

import java.util.List;

/**
 * Numbers of one counter that Redis may not have, as the arguments of the script that adds them.
 *
 * @param batch rises with each of this node's, so that Redis adds none twice
 */
public record Replay(long batch, List<String> arguments) {
  public Replay {
    arguments = List.copyOf(arguments);
  }
}
