package io.tradeguard.quota;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/**
 * Compares the counters with the rows they count, while uploads go on.
 *
 * <p>Whoever adds or removes a row changes the account in the same transaction. So under the lock
 * on the account nothing that counts can be committed, and sum and counter belong together. The
 * same holds between the global row and the accounts. Suspects are found without any lock, each in
 * one statement, and are judged under it. A repair adds the difference; it writes no absolute
 * figure.
 */
final class Comparison {
  private static final String FILES =
      "(SELECT user_id, COUNT(*) AS files, SUM(file_size_bytes) AS bytes FROM user_files"
          + " GROUP BY user_id)";
  private static final String LIVE =
      "(SELECT user_id, COUNT(*) AS files, SUM(bytes) AS bytes FROM reservations"
          + " WHERE state = 'LIVE' GROUP BY user_id)";
  private static final String SUSPECTS =
      "SELECT a.user_id FROM quota_accounts a LEFT JOIN "
          + FILES
          + " f ON f.user_id = a.user_id LEFT JOIN "
          + LIVE
          + " r ON r.user_id = a.user_id"
          + " WHERE a.used_files <> COALESCE(f.files, 0) OR a.used_bytes <> COALESCE(f.bytes, 0)"
          + " OR a.reserved_files <> COALESCE(r.files, 0)"
          + " OR a.reserved_bytes <> COALESCE(r.bytes, 0)";
  private static final String WITHOUT_ACCOUNT =
      "SELECT DISTINCT f.user_id FROM user_files f"
          + " WHERE NOT EXISTS (SELECT 1 FROM quota_accounts a WHERE a.user_id = f.user_id)";
  private static final String ALL_ACCOUNTS =
      "SELECT COALESCE(SUM(used_bytes + reserved_bytes), 0) FROM quota_accounts";

  private final Sql sql;
  private final Ledger ledger;

  Comparison(EntityManager entities, Ledger ledger) {
    this.sql = new Sql(entities);
    this.ledger = ledger;
  }

  /** Returns users whose account does not exist though they have files. */
  List<Long> usersWithoutAccount() {
    return users(WITHOUT_ACCOUNT);
  }

  /** Returns users whose counters seem to be wrong. */
  List<Long> suspects() {
    return users(SUSPECTS);
  }

  private List<Long> users(String select) {
    return sql.rows(Integer.MAX_VALUE, select).stream().map(Sql::toLong).toList();
  }

  /** Makes a user's counters right and returns how far they were from it. */
  Drift repairAccount(long userId) {
    Optional<Usage> counted = ledger.accounts().lock(userId);
    if (counted.isEmpty()) {
      return Drift.NONE;
    }
    Object[] files =
        sums("SELECT COUNT(*), SUM(file_size_bytes) FROM user_files WHERE user_id = ?1", userId);
    Object[] live =
        sums(
            "SELECT COUNT(*), SUM(bytes) FROM reservations WHERE user_id = ?1 AND state = 'LIVE'",
            userId);
    long usedFiles = Sql.toLong(files[0]) - counted.get().fileCount();
    long usedBytes = Sql.toLong(files[1]) - counted.get().usedBytes();
    long reservedFiles = Sql.toLong(live[0]) - counted.get().reservedFiles();
    long reservedBytes = Sql.toLong(live[1]) - counted.get().reservedBytes();
    sql.change(
        "UPDATE quota_accounts SET used_files = used_files + ?2, used_bytes = used_bytes + ?3,"
            + " reserved_files = reserved_files + ?4, reserved_bytes = reserved_bytes + ?5"
            + " WHERE user_id = ?1",
        userId,
        usedFiles,
        usedBytes,
        reservedFiles,
        reservedBytes);
    return new Drift(
        Math.abs(usedBytes) + Math.abs(reservedBytes),
        Math.abs(usedFiles) + Math.abs(reservedFiles));
  }

  private Object[] sums(String select, long userId) {
    Object[] row = sql.row(select, userId).orElseThrow();
    return new Object[] {row[0], row[1] == null ? Long.valueOf(0) : row[1]};
  }

  /** Makes the global row the sum of the accounts and returns how far it was from it. */
  Drift repairGlobal() {
    long seen =
        sql.number("SELECT charged_bytes - (" + ALL_ACCOUNTS + ") FROM global_usage WHERE id = 1")
            .orElseThrow();
    if (seen == 0) {
      return Drift.NONE;
    }
    long surplus = ledger.global().lock() - sql.number(ALL_ACCOUNTS).orElseThrow();
    ledger.global().free(surplus);
    return new Drift(Math.abs(surplus), 0);
  }
}
