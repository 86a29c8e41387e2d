package io.tradeguard.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.database.SqlFailure;
import io.tradeguard.files.FileView;
import io.tradeguard.files.MarketFiles;
import io.tradeguard.marketdata.FileForm;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TestDatabase.Engine;
import io.tradeguard.testing.TransactionalSession;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdempotencyKeysTest {
  private static final FileView FILE =
      new FileView(
          7,
          "é\".csv",
          10,
          "text/csv",
          "0".repeat(64),
          Instant.EPOCH,
          MarketFiles.look(
              "date,open,high,low,close\n2013-01-02,1,1e-2,.5,1,\n"
                  .getBytes(StandardCharsets.UTF_8),
              FileForm.CSV));

  @SuppressWarnings("NullAway.Init")
  private TestDatabase database;

  @SuppressWarnings("NullAway.Init")
  private TransactionalSession session;

  private final IdempotencyKeys keys = new IdempotencyKeys();

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void holdsANewKeyUntilItIsReleased(Engine engine) {
    start(engine);
    KeyClaim.Held held = (KeyClaim.Held) claim("k", "one");

    assertThat(claim("k", "one")).isEqualTo(new KeyClaim.Running());
    assertThat(claim("k", "other")).isEqualTo(new KeyClaim.Taken());
    session.inTransaction(() -> keys.release(held));
    assertThat(claim("k", "other")).isInstanceOf(KeyClaim.Held.class);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void givesTheFirstAnswerAgain(Engine engine) {
    start(engine);
    KeyClaim.Held held = (KeyClaim.Held) claim("k", "one");
    assertThat(in(() -> keys.remember(held, FILE))).isTrue();

    assertThat(claim("k", "one")).isEqualTo(new KeyClaim.Done(FILE, held.token()));
    assertThat(claim("k", "other")).isEqualTo(new KeyClaim.Taken());
    session.inTransaction(() -> keys.release(held));
    assertThat(claim("k", "one")).isEqualTo(new KeyClaim.Done(FILE, held.token()));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void givesAKeyAwayAgainOnceWhatItStoredIsForgotten(Engine engine) {
    start(engine);
    KeyClaim.Held held = (KeyClaim.Held) claim("k", "one");
    in(() -> keys.remember(held, FILE));
    session.inTransaction(() -> keys.forget(held.userId(), "k", "another attempt"));
    assertThat(claim("k", "one")).isInstanceOf(KeyClaim.Done.class);

    session.inTransaction(() -> keys.forget(held.userId(), "k", held.token()));
    assertThat(claim("k", "other")).isInstanceOf(KeyClaim.Held.class);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void passesTheKeyOfADeadAttemptOnAndFencesItOff(Engine engine) {
    start(engine);
    KeyClaim.Held dead = (KeyClaim.Held) claim("k", "one");
    pass("running_until");
    KeyClaim.Held next = (KeyClaim.Held) claim("k", "one");

    assertThat(in(() -> keys.remember(dead, FILE))).isFalse();
    assertThat(in(() -> keys.remember(next, FILE))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void keepsALiveAttemptsKeyByRenewing(Engine engine) {
    start(engine);
    KeyClaim.Held held = (KeyClaim.Held) claim("k", "one");
    pass("running_until");
    session.inTransaction(() -> keys.renew(held));

    assertThat(claim("k", "one")).isEqualTo(new KeyClaim.Running());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void forgetsAfterADay(Engine engine) {
    start(engine);
    KeyClaim.Held held = (KeyClaim.Held) claim("k", "one");
    in(() -> keys.remember(held, FILE));
    pass("expires_at");

    assertThat(claim("k", "other")).isInstanceOf(KeyClaim.Held.class);
    pass("expires_at");
    pass("running_until");
    assertThat(in(keys::purge)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void keepsUsersApart(Engine engine) {
    start(engine);
    claim("k", "one");

    assertThat(in(() -> keys.claim(2, "k", "one"))).isInstanceOf(KeyClaim.Held.class);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void givesAKeyToOneOfManyClaimsAtOnce(Engine engine) {
    start(engine);
    List<KeyClaim> claims = Concurrently.run(16, thread -> claimTwice("k"));

    assertThat(claims).filteredOn(KeyClaim.Held.class::isInstance).hasSize(1);
    assertThat(claims).filteredOn(KeyClaim.Running.class::isInstance).hasSize(15);
  }

  /** A duplicate is asked about again, as the caller does. */
  private KeyClaim claimTwice(String key) {
    try {
      return claim(key, "one");
    } catch (RuntimeException e) {
      if (!SqlFailure.isDuplicate(e)) {
        throw e;
      }
      return claim(key, "one");
    }
  }

  private void start(Engine engine) {
    database = TestDatabase.start(engine);
    session = database.newSession();
    keys.entities = session.entities();
    keys.leaseSeconds = 60;
  }

  private KeyClaim claim(String key, String fingerprint) {
    return in(() -> keys.claim(1, key, fingerprint));
  }

  private <T> T in(Supplier<T> work) {
    return session.inTransaction(work);
  }

  private void pass(String column) {
    database.execute(
        "UPDATE idempotency_keys SET " + column + " = CURRENT_TIMESTAMP - 1 * INTERVAL '1' SECOND");
  }
}
