package io.tradeguard.ratelimit.memory;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Numbers of one counter that Redis may not have, as the arguments of the script that adds them.
 *
 * @param batch rises with each of this node's, so that Redis adds none twice
 */
public record Replay(long batch, List<String> arguments) {
  public Replay {
    arguments = List.copyOf(arguments);
  }

  /**
   * Creates a replay of a single fixed window.
   *
   * @param known the highest count that Redis was known, or may be taken, to have reached
   * @param delta what only this node has counted
   * @param ends the window's end in milliseconds since 1970, by Redis's clock
   */
  static Replay ofWindow(long batch, long known, long delta, long ends, int periodSeconds) {
    return new Replay(
        batch,
        LongStream.of(batch, known, delta, ends, periodSeconds * 1_000L)
            .mapToObj(Long::toString)
            .toList());
  }
}
