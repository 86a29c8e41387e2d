package io.tradeguard.ratelimit.memory;

/**
 * The requests of one key that are on their way to Redis.
 *
 * <p>One may have been counted there though its answer is not noted here yet. So when an outage
 * makes this node's numbers count, those on their way are taken for counted: {@link #absorb}. Who
 * comes back later with no answer, and finds its request absorbed, must not count it again.
 */
public final class InFlight {
  /** Stands for a request that was never sent. */
  public static final int NONE = -1;

  private int generation;
  private long weight;

  /** Sends a request; the number tells {@link #end} what became of it. */
  int begin(int requestWeight) {
    weight += requestWeight;
    return generation;
  }

  /** A request is back; returns whether it was absorbed. */
  boolean end(int began, int requestWeight) {
    if (began == NONE) {
      return false;
    }
    if (began != generation) {
      return true;
    }
    weight -= requestWeight;
    return false;
  }

  long weight() {
    return weight;
  }

  /** Takes all for counted and returns their weight. */
  long absorb() {
    long absorbed = weight;
    weight = 0;
    generation++;
    return absorbed;
  }
}
