package io.tradeguard.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.account.NewPassword;
import io.tradeguard.account.Role;
import io.tradeguard.account.Username;
import io.tradeguard.account.Users;
import io.tradeguard.quota.LeaseLostException;
import io.tradeguard.quota.QuotaExceededException;
import io.tradeguard.quota.Reservation;
import io.tradeguard.quota.StoredFile;
import io.tradeguard.quota.UploadQuotaManager;
import io.tradeguard.testing.TestSetup;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.io.File;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only the container can show: that its transactions end as the ledger means them to. */
@ExtendWith(ArquillianExtension.class)
@Order(1)
class QuotaTransactionsIT {
  private static final long MB = 1 << 20;

  @Inject UploadQuotaManager quota;
  @Inject Users users;
  @Inject TimerProbe timers;
  @Resource UserTransaction transaction;

  @Resource(lookup = "java:app/jdbc/tradeguard")
  DataSource dataSource;

  @Deployment
  static WebArchive tradeguard() throws URISyntaxException {
    File assertions =
        new File(Assertions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return ShrinkWrap.createFromZipFile(WebArchive.class, TestSetup.war().toFile())
        .addClass(TimerProbe.class)
        .addAsLibrary(assertions);
  }

  private long newUser() throws Exception {
    transaction.begin();
    long id =
        users
            .create(
                new Username("user-" + UUID.randomUUID()),
                new NewPassword("a password of no one"),
                Role.USER)
            .id();
    transaction.commit();
    return id;
  }

  @Test
  void everyMigrationIsApplied() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*), MIN(CASE WHEN \"success\" THEN 1 ELSE 0 END)"
                    + " FROM \"flyway_schema_history\"")) {
      rows.next();
      assertThat(rows.getInt(1)).isPositive();
      assertThat(rows.getInt(2)).isEqualTo(1);
    }
  }

  @Test
  void theHousekeepersTimersWait() {
    assertThat(timers.waiting()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aRefusalComesOutAsItIsAndChargesNothing() throws Exception {
    long user = newUser();

    assertThatThrownBy(() -> quota.reserve(user, 100 * MB + 1))
        .isInstanceOf(QuotaExceededException.class);

    assertThat(quota.getUserUsage(user).reservedBytes()).isZero();
    assertThat(quota.getUserUsage(user).reservedFiles()).isZero();
  }

  @Test
  void aReservationOutlivesTheRollbackOfItsCaller() throws Exception {
    long user = newUser();
    transaction.begin();
    Reservation reservation = quota.reserve(user, MB);
    transaction.rollback();

    assertThat(quota.getUserUsage(user).reservedBytes()).isEqualTo(MB);
    quota.release(reservation);
    assertThat(quota.getUserUsage(user).reservedBytes()).isZero();
  }

  @Test
  void aCommitEndsWithItsCallersTransaction() throws Exception {
    long user = newUser();
    Reservation reservation = quota.reserve(user, MB);
    transaction.begin();
    quota.commit(reservation, file());
    transaction.rollback();

    assertThat(quota.getUserUsage(user).fileCount()).isZero();
    assertThat(quota.getUserUsage(user).reservedBytes()).isEqualTo(MB);

    quota.commit(reservation, file());

    assertThat(quota.getUserUsage(user).usedBytes()).isEqualTo(MB);
    assertThat(quota.getUserUsage(user).reservedBytes()).isZero();
  }

  @Test
  void aLostLeaseDoomsTheCallersTransaction() throws Exception {
    long user = newUser();
    Reservation reservation = quota.reserve(user, MB);
    quota.release(reservation);
    transaction.begin();

    assertThatThrownBy(() -> quota.commit(reservation, file()))
        .isInstanceOf(LeaseLostException.class);

    assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
    transaction.rollback();
  }

  private static StoredFile file() {
    return new StoredFile("a.csv", UUID.randomUUID().toString(), "text/csv", MB, "0".repeat(64));
  }
}
