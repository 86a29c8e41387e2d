package io.tradeguard.monitoring;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.Source;
import java.time.Instant;

/** Something that a person watching this node wants to see when it happens. */
public sealed interface LiveEvent {

  /** A second has passed. */
  record Second(SecondCounts counts) implements LiveEvent {}

  /**
   * Another source decides from now on.
   *
   * @param reason in words for an operator
   */
  record Failover(Instant time, Source source, String reason) implements LiveEvent {}

  /** An upload ended. */
  record Upload(Instant time, long userId, String outcome, long bytes) implements LiveEvent {}

  /**
   * A request was refused, or would have been but for shadow mode.
   *
   * @param limit of the window that was violated
   * @param period of that window, in seconds
   * @param retryAfter seconds until a request would pass
   */
  record Refusal(Instant time, LimitKey key, int limit, int period, int retryAfter, boolean shadow)
      implements LiveEvent {}
}
