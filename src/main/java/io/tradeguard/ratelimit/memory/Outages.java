package io.tradeguard.ratelimit.memory;

/**
 * The outages of the server that holds a counter, by numbers that only rise.
 *
 * @param last the last outage; 0 if there was none
 * @param lastLoss the last after which the server lacked what it had held before
 */
public record Outages(int last, int lastLoss) {
  public static final Outages NONE = new Outages(0, 0);
}
