package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.testing.TestDatabase.Engine;
import io.tradeguard.web.ProblemException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApiKeysTest {

  private static ApiKeys.Created create(AccountFixture room, User user, String name) {
    return room.in(() -> room.keys.create(user.id(), name));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aKeyActsForItsUserUntilItIsDeleted(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      User ann = room.newUser("ann", Role.USER);
      ApiKeys.Created key = create(room, ann, "bot");

      assertThat(key.secret()).matches("tg_[A-Za-z0-9_-]{43}").startsWith(key.key().prefix());
      assertThat(key.key().prefix()).hasSize(11);
      assertThat(room.in(() -> room.keys.user(key.secret())).map(User::id)).contains(ann.id());

      room.run(() -> room.keys.delete(ann.id(), key.key().id()));
      assertThat(room.in(() -> room.keys.user(key.secret()))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aKeySleepsWhileItsUserIsDisabled(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      User ann = room.newUser("ann", Role.USER);
      String secret = create(room, ann, "bot").secret();

      room.run(() -> room.users.setEnabled(ann.id(), false));
      assertThat(room.in(() -> room.keys.user(secret))).isEmpty();
      room.run(() -> room.users.setEnabled(ann.id(), true));
      assertThat(room.in(() -> room.keys.user(secret))).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void onlyTheHashOfAKeyIsKept(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      String secret = create(room, room.newUser("ann", Role.USER), "bot").secret();

      assertThat(
              room.database.number(
                  "SELECT COUNT(*) FROM api_keys WHERE key_hash = '" + Tokens.hash(secret) + "'"))
          .isEqualTo(1);
      assertThat(
              room.database.number("SELECT COUNT(*) FROM api_keys WHERE prefix = '" + secret + "'"))
          .isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anotherUsersKeyIsNotThere(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      User ann = room.newUser("ann", Role.USER);
      User bob = room.newUser("bob", Role.USER);
      ApiKeys.Created key = create(room, ann, "bot");

      assertThatThrownBy(() -> room.run(() -> room.keys.delete(bob.id(), key.key().id())))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(404));
      assertThat(room.in(() -> room.keys.of(bob.id()))).isEmpty();
      assertThat(room.in(() -> room.keys.user(key.secret()))).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aUserHasSoManyKeysAtMost(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      User ann = room.newUser("ann", Role.USER);
      for (int i = 0; i < ApiKeys.MAX_PER_USER; i++) {
        create(room, ann, "key " + i);
        room.clock.advance(Duration.ofSeconds(1));
      }

      assertThatThrownBy(() -> create(room, ann, "one more"))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(409));
      assertThat(room.in(() -> room.keys.of(ann.id())))
          .hasSize(ApiKeys.MAX_PER_USER)
          .first()
          .returns("key 99", ApiKey::name);
    }
  }
}
