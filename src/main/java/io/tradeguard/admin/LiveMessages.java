package io.tradeguard.admin;

import io.tradeguard.monitoring.LiveEvent;
import io.tradeguard.monitoring.Monitoring;
import io.tradeguard.monitoring.SecondCounts;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts what happens into the words of the event stream. */
@ApplicationScoped
public class LiveMessages {
  private static final int HISTORY_SECONDS = 300;

  @Inject Monitoring monitoring;
  @Inject UserNames names;

  /** What a stream begins with; seconds are oldest first. */
  record Hello(String node, List<SecondCounts> seconds) {}

  /** Another source decides. */
  record Failover(Instant time, String source, String reason) {}

  /** An upload that ended. */
  record Upload(Instant time, long userId, @Nullable String username, String outcome, long bytes) {}

  /**
   * A refusal.
   *
   * @param type of the subject: {@code user}, {@code ip}, or as services call it
   * @param userId null unless it is a user
   * @param ip null unless it is an address
   */
  record Refusal(
      Instant time,
      String category,
      String key,
      String type,
      String id,
      @Nullable Long userId,
      @Nullable String username,
      @Nullable String ip,
      int limit,
      int period,
      int retryAfter,
      boolean shadow) {}

  EventStream.Message hello() {
    return new EventStream.Message(
        "hello", Json.write(new Hello(monitoring.node(), monitoring.history(HISTORY_SECONDS))));
  }

  EventStream.Message of(LiveEvent event) {
    if (event instanceof LiveEvent.Second second) {
      return message("second", second.counts());
    }
    if (event instanceof LiveEvent.Failover failover) {
      return message(
          "failover", new Failover(failover.time(), failover.source().label(), failover.reason()));
    }
    if (event instanceof LiveEvent.Upload upload) {
      return message(
          "upload",
          new Upload(
              upload.time(),
              upload.userId(),
              names.of(upload.userId()),
              upload.outcome(),
              upload.bytes()));
    }
    return message("refusal", refusal((LiveEvent.Refusal) event));
  }

  private Refusal refusal(LiveEvent.Refusal event) {
    LimitKey key = event.key();
    boolean user = key.type().equals(LimitKey.Type.USER);
    return new Refusal(
        event.time(),
        key.category(),
        key.text(),
        key.type().label(),
        key.identifier(),
        user ? Long.valueOf(key.identifier()) : null,
        names.of(key),
        key.type().equals(LimitKey.Type.IP) ? key.identifier() : null,
        event.limit(),
        event.period(),
        event.retryAfter(),
        event.shadow());
  }

  private static EventStream.Message message(String name, Object data) {
    return new EventStream.Message(name, Json.write(data));
  }
}
