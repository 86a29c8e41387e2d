package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.TestDatabase.Engine;
import io.tradeguard.web.Page;
import io.tradeguard.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsersTest {

  private static int status(ProblemException refused) {
    return refused.problem().status();
  }

  /** Runs all at once and returns their statuses, 200 where nothing was thrown. */
  private static List<Integer> race(List<Runnable> contenders) {
    return Concurrently.run(
        contenders.size(),
        thread -> {
          try {
            contenders.get(thread).run();
            return 200;
          } catch (ProblemException e) {
            return status(e);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aUserIsFoundByNameAndIdOnceCreated(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      User ann = room.newUser("ann", Role.USER);

      assertThat(room.created.all()).containsExactly(new UserCreated(ann.id()));
      User found = room.in(() -> room.users.find(new Username("ann")).orElseThrow());
      assertThat(found.id()).isEqualTo(ann.id());
      assertThat(found.role()).isEqualTo(Role.USER);
      assertThat(found.isEnabled()).isTrue();
      assertThat(found.createdAt()).isEqualTo(room.clock.instant());
      assertThat(found.passwordHash())
          .startsWith("pbkdf2-sha256$" + AccountFixture.ITERATIONS + "$");
      assertThat(room.in(() -> room.users.find(new Username("Ann")))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aTakenNameIsRefused(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      room.newUser("Zo\u00e9", Role.USER);

      assertThatThrownBy(() -> room.newUser("Zoe\u0301", Role.USER))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(status(e)).isEqualTo(409));
      assertThat(room.in(room.users::count)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void ofManyWhoTakeANameAtOnceOneGetsIt(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      List<Runnable> contenders = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        contenders.add(() -> room.newUser("ann", Role.USER));
      }

      assertThat(race(contenders)).containsExactlyInAnyOrder(200, 409, 409, 409, 409, 409);
      assertThat(room.in(room.users::count)).isEqualTo(1);
      assertThat(room.created.all()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theLastEnabledAdminStays(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      User admin = room.newUser("admin", Role.ADMIN);
      User disabled = room.newUser("second", Role.ADMIN);
      room.run(() -> room.users.setEnabled(disabled.id(), false));

      assertThatThrownBy(() -> room.run(() -> room.users.setEnabled(admin.id(), false)))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(status(e)).isEqualTo(409));
      assertThatThrownBy(() -> room.run(() -> room.users.setRole(admin.id(), Role.USER)))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(status(e)).isEqualTo(409));
      room.run(() -> room.users.setRole(disabled.id(), Role.USER));

      assertThat(room.reload(admin).isEnabled()).isTrue();
      assertThat(room.reload(admin).role()).isEqualTo(Role.ADMIN);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void adminsWhoRemoveEachOtherLeaveOne(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      List<User> admins = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        admins.add(room.newUser("admin" + i, Role.ADMIN));
      }
      List<Runnable> contenders = new ArrayList<>();
      for (User admin : admins) {
        contenders.add(
            admin.id() % 2 == 0
                ? () -> room.run(() -> room.users.setEnabled(admin.id(), false))
                : () -> room.run(() -> room.users.setRole(admin.id(), Role.USER)));
      }

      assertThat(race(contenders)).containsExactlyInAnyOrder(200, 200, 200, 409);
      assertThat(admins.stream().map(room::reload))
          .filteredOn(user -> user.isEnabled() && user.role() == Role.ADMIN)
          .hasSize(1);
    }
  }

  /**
   * As an admin's call does that changes several fields: no transaction meets another crosswise.
   */
  @ParameterizedTest
  @EnumSource(Engine.class)
  @Fault(75)
  void adminsWhoAreChangedAtOnceNeverDeadlock(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      List<User> admins = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        admins.add(room.newUser("admin-" + i, Role.ADMIN));
      }
      room.newUser("stays", Role.ADMIN);
      Concurrently.run(
          4,
          thread -> {
            long id = admins.get(thread).id();
            for (int i = 0; i < 15; i++) {
              for (Role role : List.of(Role.USER, Role.ADMIN)) {
                room.session.inTransaction(
                    () -> {
                      room.users.lockForChange(id, true);
                      room.users.setEnabled(id, true);
                      room.users.setRole(id, role);
                    });
              }
            }
            return true;
          });

      assertThat(admins).allMatch(admin -> room.reload(admin).role() == Role.ADMIN);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whoIsNotThereCannotBeChanged(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      assertThatThrownBy(() -> room.run(() -> room.users.setEnabled(99, true)))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(status(e)).isEqualTo(404));
      assertThatThrownBy(() -> room.run(() -> room.users.setPassword(99, "x", "")))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(status(e)).isEqualTo(404));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aPageHoldsTheNamesThatContainTheQuery(Engine engine) {
    try (AccountFixture room = new AccountFixture(engine)) {
      for (String name : List.of("Bob", "alice", "bobby", "100%", "a_b", "carol!")) {
        room.newUser(name, Role.USER);
      }

      assertThat(names(room, "BOB", 1, 50)).containsExactly("Bob", "bobby");
      assertThat(names(room, "%", 1, 50)).containsExactly("100%");
      assertThat(names(room, "_", 1, 50)).containsExactly("a_b");
      assertThat(names(room, "!", 1, 50)).containsExactly("carol!");
      assertThat(names(room, "", 2, 4)).hasSize(2);
      assertThat(room.in(() -> room.users.page("", new Page.Request(2, 4))).total()).isEqualTo(6);
    }
  }

  private static List<String> names(AccountFixture room, String query, int page, int size) {
    return room.in(() -> room.users.page(query, new Page.Request(page, size))).items().stream()
        .map(User::username)
        .toList();
  }
}
