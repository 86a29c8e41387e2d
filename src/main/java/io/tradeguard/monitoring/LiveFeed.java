package io.tradeguard.monitoring;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.DecisionMade;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.ratelimit.WindowState;
import io.tradeguard.upload.UploadEnded;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Passes what happens on to those who watch, and does nothing while nobody does. Of refusals and
 * uploads a few in a second are shown; beyond them the counts of the second must do.
 */
final class LiveFeed implements Monitor {
  private static final int MAX_A_SECOND = 20;

  private final Clock clock;
  private final List<Consumer<LiveEvent>> watchers = new CopyOnWriteArrayList<>();
  private final AtomicInteger shown = new AtomicInteger();

  LiveFeed(Clock clock) {
    this.clock = clock;
  }

  /**
   * Adds someone who watches.
   *
   * @param watcher must not block: it is called by the request that it is told of
   */
  void watch(Consumer<LiveEvent> watcher) {
    watchers.add(watcher);
  }

  /** Tells of the second that has passed. */
  void second(SecondCounts counts) {
    shown.set(0);
    tell(new LiveEvent.Second(counts));
  }

  @Override
  public void sourceChanged(SourceChanged event) {
    tell(new LiveEvent.Failover(clock.instant(), event.source(), event.reason()));
  }

  @Override
  public void decided(DecisionMade event) {
    Decision decision = event.decision();
    boolean shadow = decision.outcome() == Outcome.SHADOWED;
    if ((shadow || decision.outcome() == Outcome.REFUSED) && mayShow()) {
      WindowState window =
          decision.windows().stream()
              .filter(WindowState::violated)
              .findFirst()
              .orElse(decision.windows().get(0));
      tell(
          new LiveEvent.Refusal(
              clock.instant(),
              event.key(),
              window.limit(),
              window.periodSeconds(),
              decision.retryAfterSeconds(),
              shadow));
    }
  }

  @Override
  public void uploadEnded(UploadEnded event) {
    if (mayShow()) {
      tell(new LiveEvent.Upload(clock.instant(), event.userId(), event.outcome(), event.bytes()));
    }
  }

  private boolean mayShow() {
    return !watchers.isEmpty()
        && shown.get() < MAX_A_SECOND
        && shown.incrementAndGet() <= MAX_A_SECOND;
  }

  private void tell(LiveEvent event) {
    watchers.forEach(watcher -> watcher.accept(event));
  }
}
