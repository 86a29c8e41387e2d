package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.account.PasswordCheck.Result;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.TestDatabase.Engine;
import io.tradeguard.web.Page;
import io.tradeguard.web.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordCheckTest {
  private static final String PASSWORD = AccountFixture.PASSWORD.value();
  private static final String ADDRESS = "203.0.113.7";

  private final AccountFixture room = new AccountFixture(Engine.H2);

  @AfterEach
  void close() {
    room.close();
  }

  private int hashes() {
    return room.hashed.all().size();
  }

  @Test
  void aPairThatWasRightIsRecognisedWithoutAHash() {
    User ann = room.newUser("ann", Role.USER);
    PasswordCheck check = room.passwordCheck(AccountFixture.open());
    int before = hashes();

    for (int i = 0; i < 5; i++) {
      assertThat(check.check("ann", PASSWORD, ADDRESS))
          .isInstanceOfSatisfying(
              Result.Right.class, right -> assertThat(right.user().id()).isEqualTo(ann.id()));
    }

    assertThat(hashes() - before).isEqualTo(1);
  }

  @Test
  void aRecognisedPairPassesAClosedGate() {
    room.newUser("ann", Role.USER);
    AtomicInteger tries = new AtomicInteger();
    PasswordCheck check =
        room.passwordCheck(
            address ->
                tries.incrementAndGet() > 1
                    ? Optional.of(Problem.of(429, "Too many."))
                    : Optional.empty());
    check.check("ann", PASSWORD, ADDRESS);

    assertThat(check.check("ann", "a wrong password", ADDRESS)).isInstanceOf(Result.Refused.class);
    assertThat(check.check("ann", PASSWORD, ADDRESS)).isInstanceOf(Result.Right.class);
    assertThat(tries).hasValue(2);
  }

  @Test
  void anUnknownUserCostsAHashToo() {
    room.newUser("ann", Role.USER);
    PasswordCheck check = room.passwordCheck(AccountFixture.open());
    int before = hashes();

    assertThat(check.check("ann", "a wrong password", ADDRESS)).isInstanceOf(Result.Wrong.class);
    assertThat(check.check("nobody", "a wrong password", ADDRESS)).isInstanceOf(Result.Wrong.class);
    assertThat(check.check("no\u0000body", "", ADDRESS)).isInstanceOf(Result.Wrong.class);

    assertThat(hashes() - before).isEqualTo(3);
  }

  @Test
  void aClosedGateCostsNoHash() {
    room.newUser("ann", Role.USER);
    PasswordCheck check = room.passwordCheck(address -> Optional.of(Problem.of(429, "Too many.")));
    int before = hashes();

    assertThat(check.check("ann", PASSWORD, ADDRESS))
        .isInstanceOfSatisfying(
            Result.Refused.class, refused -> assertThat(refused.problem().status()).isEqualTo(429));

    assertThat(hashes()).isEqualTo(before);
  }

  @Test
  void aStormOfWrongPasswordsCostsAsManyHashesAsTheGateAdmits() {
    room.newUser("ann", Role.USER);
    AtomicInteger tries = new AtomicInteger();
    PasswordCheck check =
        room.passwordCheck(
            address ->
                tries.incrementAndGet() > 10
                    ? Optional.of(Problem.of(429, "Too many."))
                    : Optional.empty());
    int before = hashes();

    List<Result> results =
        Concurrently.run(100, thread -> check.check("ann", "a wrong password " + thread, ADDRESS));

    assertThat(tries).hasValue(100);
    assertThat(hashes() - before).isEqualTo(10);
    assertThat(results).filteredOn(Result.Wrong.class::isInstance).hasSize(10);
    assertThat(results).filteredOn(Result.Refused.class::isInstance).hasSize(90);
  }

  @Test
  void aChangedPasswordIsForgottenAtOnce() {
    User ann = room.newUser("ann", Role.USER);
    PasswordCheck check = room.passwordCheck(AccountFixture.open());
    check.check("ann", PASSWORD, ADDRESS);

    String changed = room.hasher.hash(new NewPassword("another password"));
    room.run(() -> room.users.setPassword(ann.id(), changed, ""));

    assertThat(check.check("ann", PASSWORD, ADDRESS)).isInstanceOf(Result.Wrong.class);
    assertThat(check.check("ann", "another password", ADDRESS)).isInstanceOf(Result.Right.class);
  }

  @Test
  void aDisabledUserIsRefusedAtOnce() {
    User ann = room.newUser("ann", Role.USER);
    room.newUser("admin", Role.ADMIN);
    PasswordCheck check = room.passwordCheck(AccountFixture.open());
    check.check("ann", PASSWORD, ADDRESS);

    room.run(() -> room.users.setEnabled(ann.id(), false));

    assertThat(check.check("ann", PASSWORD, ADDRESS)).isInstanceOf(Result.Wrong.class);
  }

  @Test
  void loginsAreRecordedOnceInAWhile() {
    room.newUser("ann", Role.USER);
    PasswordCheck check = room.passwordCheck(AccountFixture.open());
    for (int i = 0; i < 3; i++) {
      check.check("ann", "a wrong password", ADDRESS);
      check.check("ann", PASSWORD, ADDRESS);
    }

    assertThat(room.in(() -> room.trail.page(new Page.Request(1, 50))).items())
        .extracting(AuditEntry::action)
        .containsExactlyInAnyOrder("login", "login.failed");
  }
}
