package io.tradeguard.ratelimit.memory;

/**
 * Which part of what is left one node may admit on its own.
 *
 * @param nodes nodes among which it is divided, at least 1
 * @param rank this node's place among them, 0 to nodes − 1
 */
public record Share(int nodes, int rank) {
  /** All of it: there is no other node. */
  public static final Share WHOLE = new Share(1, 0);

  public Share {
    if (nodes < 1 || rank < 0 || rank >= nodes) {
      throw new IllegalArgumentException("No share " + rank + " of " + nodes);
    }
  }

  /** Returns ⌊amount ÷ nodes⌋, and one more for the first (amount mod nodes); 0 of less than 0. */
  public long of(long amount) {
    if (amount <= 0) {
      return 0;
    }
    return amount / nodes + (rank < amount % nodes ? 1 : 0);
  }
}
