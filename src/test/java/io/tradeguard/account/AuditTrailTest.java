package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.TestDatabase.Engine;
import io.tradeguard.web.Page;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditTrailTest {

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theNewestEntryComesFirst(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      for (int i = 1; i <= 3; i++) {
        String action = "action." + i;
        room.run(() -> room.trail.record(7, "ann", action, "user bob", ""));
        room.clock.advance(Duration.ofSeconds(1));
      }

      Page<AuditEntry> page = room.in(() -> room.trail.page(new Page.Request(1, 2)));

      assertThat(page.total()).isEqualTo(3);
      assertThat(page.items())
          .extracting(AuditEntry::action)
          .containsExactly("action.3", "action.2");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whateverTextIsSentFits(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      String hostile = "a\u0000b\r\nc\u202e\ud800" + "\ud83d\ude00".repeat(5000);

      room.run(() -> room.trail.record(0, hostile, hostile, hostile, hostile));

      AuditEntry entry = room.in(() -> room.trail.page(new Page.Request(1, 1))).items().get(0);
      assertThat(entry.actor()).startsWith("a?b??c??\ud83d\ude00").hasSizeLessThanOrEqualTo(200);
      assertThat(entry.action()).hasSizeLessThanOrEqualTo(50);
      assertThat(entry.target()).hasSizeLessThanOrEqualTo(300);
      assertThat(entry.detail()).hasSizeLessThanOrEqualTo(2000);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anEntryGoesWithTheChangeItTellsOf(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      try {
        room.run(
            () -> {
              room.trail.record(7, "ann", "user.disable", "user bob", "");
              throw new IllegalStateException("the change failed");
            });
      } catch (IllegalStateException expected) {
        assertThat(expected).hasMessage("the change failed");
      }

      assertThat(room.in(() -> room.trail.page(new Page.Request(1, 1))).total()).isZero();
    }
  }
}
