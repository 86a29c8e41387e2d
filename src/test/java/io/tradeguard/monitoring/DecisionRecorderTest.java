package io.tradeguard.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.testing.MonitoringFixture;
import io.tradeguard.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DecisionRecorderTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int CAPACITY = 1000;

  private final MutableClock clock = new MutableClock(START);
  private final DecisionRecorder recorder = new DecisionRecorder(clock, CAPACITY);

  @Test
  void keepsEveryDecisionWhileThereIsRoom() {
    decide(1, Outcome.ALLOWED);
    decide(1, Outcome.REFUSED);
    decide(1, Outcome.SHADOWED);
    decide(1, Outcome.UNAVAILABLE);

    Recording recording = all();

    assertThat(recording.fraction()).isEqualTo(1);
    assertThat(recording.from()).isEqualTo(START);
    assertThat(recording.decisions())
        .extracting(RecordedDecision::refused)
        .containsExactly(false, true, true);
  }

  @Test
  void answersOnlyForTheCategoryAndTheTimeAsked() {
    decide(1, Outcome.ALLOWED);
    clock.advance(Duration.ofSeconds(10));
    decide(2, Outcome.ALLOWED);
    recorder.decided(
        MonitoringFixture.decision(LimitKey.user(3, "other"), Outcome.ALLOWED, Source.REDIS));
    clock.advance(Duration.ofSeconds(10));
    decide(4, Outcome.ALLOWED);

    assertThat(
            recorder.recording("default", START.plusSeconds(10), START.plusSeconds(20)).decisions())
        .extracting(decision -> decision.key().identifier())
        .containsExactly("2");
  }

  @Test
  void thinsKeysAndNotDecisionsWhenTooManyCome() {
    for (int round = 0; round < 10; round++) {
      for (int user = 0; user < 2000; user++) {
        decide(user, Outcome.ALLOWED);
      }
      clock.advance(Duration.ofSeconds(1));
    }

    Recording recording = all();

    assertThat(recording.fraction()).isLessThan(0.1);
    assertThat(recording.decisions()).isNotEmpty().hasSizeLessThanOrEqualTo(CAPACITY);
    assertThat(recording.from()).isEqualTo(START);
    Map<LimitKey, Long> perKey =
        recording.decisions().stream()
            .collect(Collectors.groupingBy(RecordedDecision::key, Collectors.counting()));
    assertThat(perKey.values()).allMatch(count -> count == 10);
    assertThat((double) perKey.size() / 2000)
        .isBetween(recording.fraction() / 2, recording.fraction() * 2);
  }

  @Test
  void overLongTimesTheOldestDecisionsGoFirstAndTheRecordingSaysSo() {
    for (int i = 0; i < 10 * CAPACITY; i++) {
      decide(7, Outcome.ALLOWED);
      clock.advance(Duration.ofSeconds(1));
    }

    Recording recording = recorder.recording("default", START, clock.instant());

    assertThat(recording.decisions()).hasSizeLessThanOrEqualTo(CAPACITY);
    assertThat(recording.from()).isAfter(START);
    assertThat(recording.fraction()).isEqualTo(1);
    assertThat(recording.decisions())
        .allMatch(decision -> decision.atMillis() >= recording.from().toEpochMilli());
  }

  @Test
  void takesMoreKeysAgainOnceItIsQuietAndKnowsSinceWhen() {
    for (int user = 0; user < 4 * CAPACITY; user++) {
      decide(user, Outcome.ALLOWED);
    }
    double thinned = all().fraction();
    for (int i = 0; i < 60; i++) {
      clock.advance(Duration.ofMinutes(30));
      decide(i, Outcome.ALLOWED);
    }

    assertThat(thinned).isLessThan(1);
    Recording recent =
        recorder.recording("default", clock.instant().minusSeconds(60), clock.instant());
    assertThat(recent.fraction()).isEqualTo(1);
    Recording old = recorder.recording("default", START.plus(Duration.ofHours(7)), clock.instant());
    assertThat(old.fraction()).isEqualTo(thinned);
  }

  @Test
  void forgetsAfterADay() {
    decide(1, Outcome.ALLOWED);
    clock.advance(Duration.ofHours(25));
    decide(2, Outcome.ALLOWED);

    Recording recording = all();

    assertThat(recording.decisions()).hasSize(1);
    assertThat(recording.from()).isEqualTo(START.plus(Duration.ofHours(1)));
  }

  private Recording all() {
    return recorder.recording("default", START, clock.instant().plusSeconds(1));
  }

  private void decide(long user, Outcome outcome) {
    recorder.decided(
        MonitoringFixture.decision(LimitKey.user(user, "default"), outcome, Source.REDIS));
  }
}
