package io.tradeguard.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.quota.Reconciled;
import io.tradeguard.quota.ReservationsReaped;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.lease.LeaseAnswer;
import io.tradeguard.ratelimit.lease.LeaseDecided;
import io.tradeguard.store.FilesChecked;
import io.tradeguard.testing.MonitoringFixture;
import io.tradeguard.upload.UploadEnded;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetersTest {
  private final MonitoringFixture fixture = new MonitoringFixture();
  private final DecisionMeters decisions =
      new DecisionMeters(fixture.registry(), List.of("default", "backtest"));
  private final UploadMeters uploads = new UploadMeters(fixture.registry());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void countsDecisionsByCategoryOutcomeAndSource() {
    LimitKey key = LimitKey.user(1, "backtest");
    decisions.decided(MonitoringFixture.decision(key, Outcome.ALLOWED, Source.REDIS));
    decisions.decided(MonitoringFixture.decision(key, Outcome.REFUSED, Source.REDIS));
    decisions.decided(MonitoringFixture.decision(key, Outcome.REFUSED, Source.LOCAL));

    assertThat(
            fixture.sample(
                "tradeguard_decisions_total{category=\"backtest\",outcome=\"refused\",source=\"local\"}"))
        .isEqualTo(1);
    assertThat(decisions.count("backtest", Outcome.REFUSED)).isEqualTo(2);
    assertThat(decisions.count("default", Outcome.REFUSED)).isZero();
    assertThat(fixture.sample("tradeguard_decision_duration_seconds_count{source=\"redis\"}"))
        .isEqualTo(2);
  }

  @Test
  void countsDecisionsByTheTypeOfTheirSubject() {
    SubjectMeters subjects = new SubjectMeters(fixture.registry(), List.of("backtest"));
    for (String type : List.of("user", "ip", "org", "strategy")) {
      LimitKey key = new LimitKey(new LimitKey.Type(type), "1", "backtest");
      subjects.decided(MonitoringFixture.decision(key, Outcome.REFUSED, Source.REDIS));
    }

    assertThat(subject("user")).isEqualTo(1);
    assertThat(subject("ip")).isEqualTo(1);
    assertThat(subject("other")).isEqualTo(2);
  }

  private double subject(String type) {
    return fixture.sample(
        "tradeguard_subject_decisions_total{category=\"backtest\",outcome=\"refused\",subject=\""
            + type
            + "\"}");
  }

  @Test
  void countsLeasesByCategoryAndOutcome() {
    LeaseMeters leases = new LeaseMeters(fixture.registry(), Map.of("backtest", 2), () -> 7);
    LimitKey key = LimitKey.user(1, "backtest");
    leases.leaseDecided(
        new LeaseDecided(key, new LeaseAnswer(LeaseAnswer.Outcome.HELD, 3, Source.REDIS), true));
    leases.leaseDecided(
        new LeaseDecided(
            key, new LeaseAnswer(LeaseAnswer.Outcome.REFUSED, 2, Source.REDIS), false));

    String series = "tradeguard_leases_total{category=\"backtest\",outcome=\"%s\"}";
    assertThat(fixture.sample(series.formatted("shadowed"))).isEqualTo(1);
    assertThat(fixture.sample(series.formatted("refused"))).isEqualTo(1);
    assertThat(fixture.sample(series.formatted("held"))).isZero();
    assertThat(fixture.sample("tradeguard_leases_limit{category=\"backtest\"}")).isEqualTo(2);
    assertThat(fixture.sample("tradeguard_leases_held")).isEqualTo(7);
  }

  @Test
  void anUnknownCategoryAddsNoSeries() {
    int before = fixture.series();

    decisions.decided(
        MonitoringFixture.decision(LimitKey.user(1, "no_such"), Outcome.ALLOWED, Source.REDIS));

    assertThat(fixture.series()).isEqualTo(before);
  }

  @Test
  void countsWhoWatchesAndWhoDidNotRead() {
    StreamMeters streams = new StreamMeters(fixture.registry());
    streams.opened();
    streams.opened();
    streams.opened();
    streams.ended(true);
    streams.ended(false);

    assertThat(fixture.sample("tradeguard_event_streams")).isEqualTo(1);
    assertThat(fixture.sample("tradeguard_event_streams_dropped_total")).isEqualTo(1);
  }

  @Test
  void countsUploadsTheirBytesAndWhatTheLedgerRepaired() {
    uploads.uploadEnded(new UploadEnded(1, "stored", 1000, 5_000_000));
    uploads.uploadEnded(new UploadEnded(1, "invalid", 24, 1_000_000));
    uploads.reaped(new ReservationsReaped(3));
    uploads.reconciled(new Reconciled(7, 1));

    assertThat(fixture.sample("tradeguard_uploads_total{outcome=\"stored\"}")).isEqualTo(1);
    assertThat(fixture.sample("tradeguard_upload_received_bytes_total")).isEqualTo(1024);
    assertThat(fixture.sample("tradeguard_reservations_reaped_total")).isEqualTo(3);
    assertThat(fixture.sample("tradeguard_quota_drift_bytes")).isEqualTo(7);
    uploads.reconciled(new Reconciled(0, 0));
    assertThat(fixture.sample("tradeguard_quota_drift_bytes")).isZero();
    assertThat(uploads.outcomes()).containsEntry("invalid", 1L).containsEntry("stored", 1L);
  }

  @Test
  void showsHowManyFilesHaveLostTheirBytes() {
    assertThat(fixture.sample("tradeguard_files_lost")).isZero();
    uploads.filesChecked(new FilesChecked(2));

    assertThat(fixture.sample("tradeguard_files_lost")).isEqualTo(2);
  }

  @Test
  void outcomesNobodyForesawShareOneSeries() {
    for (int i = 0; i < 1000; i++) {
      uploads.uploadEnded(new UploadEnded(1, "outcome_" + i, 0, 0));
    }

    assertThat(uploads.outcomes()).hasSizeLessThanOrEqualTo(25).containsKey("other");
    assertThat(uploads.outcomes().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(1000);
  }

  @Test
  void aFailingMonitorIsHarmless() {
    Monitor broken =
        new Monitor() {
          @Override
          public void reaped(ReservationsReaped event) {
            throw new IllegalStateException("broken on purpose");
          }
        };

    new GuardedMonitor(broken, System::nanoTime).reaped(new ReservationsReaped(1));

    assertThat(uploads.reapedReservations()).isZero();
  }
}
