package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.TestDatabase.Engine;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionsTest {

  private static String open(AccountFixture room, User user) {
    return room.in(() -> room.sessions.open(user).orElseThrow());
  }

  private static boolean lives(AccountFixture room, String token) {
    return room.in(() -> room.sessions.user(token)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aSessionLivesTwelveHours(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      String token = open(room, room.newUser("ann", Role.USER));

      room.clock.advance(Duration.ofHours(12).minusMillis(1));
      assertThat(lives(room, token)).isTrue();
      room.clock.advance(Duration.ofMillis(1));
      assertThat(lives(room, token)).isFalse();

      room.run(room.sessions::purge);
      assertThat(room.database.number("SELECT COUNT(*) FROM sessions")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theTokenIsNotInTheDatabase(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      String token = open(room, room.newUser("ann", Role.USER));

      assertThat(
              room.database.number(
                  "SELECT COUNT(*) FROM sessions WHERE token_hash LIKE '%" + token + "%'"))
          .isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aSessionEndsWithItsLogout(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      User ann = room.newUser("ann", Role.USER);
      String ended = open(room, ann);
      String other = open(room, ann);

      room.run(() -> room.sessions.end(ended));

      assertThat(lives(room, ended)).isFalse();
      assertThat(lives(room, other)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void disablingEndsAllSessionsForGood(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      User ann = room.newUser("ann", Role.USER);
      String token = open(room, ann);

      room.run(() -> room.users.setEnabled(ann.id(), false));
      assertThat(lives(room, token)).isFalse();
      room.run(() -> room.users.setEnabled(ann.id(), true));
      assertThat(lives(room, token)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aPasswordChangeEndsAllSessionsButTheOneThatAsked(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      User ann = room.newUser("ann", Role.USER);
      User bob = room.newUser("bob", Role.USER);
      String kept = open(room, ann);
      String ended = open(room, ann);
      String bobs = open(room, bob);

      room.run(() -> room.users.setPassword(ann.id(), "another", Tokens.hash(kept)));

      assertThat(lives(room, kept)).isTrue();
      assertThat(lives(room, ended)).isFalse();
      assertThat(lives(room, bobs)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aLoginThatAPasswordChangeOvertookOpensNothing(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      User verified = room.newUser("ann", Role.USER);
      room.run(() -> room.users.setPassword(verified.id(), "another", ""));

      assertThat(room.in(() -> room.sessions.open(verified))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aLoginThatADisablingOvertookOpensNothing(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      User verified = room.newUser("ann", Role.USER);
      room.run(() -> room.users.setEnabled(verified.id(), false));

      assertThat(room.in(() -> room.sessions.open(verified))).isEmpty();
    }
  }
}
