package io.tradeguard.quota;

import io.tradeguard.settings.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The row that counts what a user stores and has reserved. */
final class Accounts {
  private static final String FIGURES =
      "SELECT used_bytes, used_files, reserved_bytes, reserved_files,"
          + " COALESCE(quota_bytes, ?2), COALESCE(quota_files, ?3)"
          + " FROM quota_accounts WHERE user_id = ?1";

  private final Sql sql;
  private final Settings.Quota defaults;

  Accounts(Sql sql, Settings.Quota defaults) {
    this.sql = sql;
    this.defaults = defaults;
  }

  void open(long userId) {
    sql.change("INSERT INTO quota_accounts (user_id) VALUES (?1)", userId);
  }

  /** Returns the figures as they stand, or none if the user has no account yet. */
  Optional<Usage> find(long userId) {
    return figures(FIGURES, userId);
  }

  /**
   * Returns the figures, which nobody changes before this transaction ends. The lock is an update
   * that changes nothing: a provider may run a query, even one that locks, outside the transaction
   * until it has written.
   */
  Optional<Usage> lock(long userId) {
    sql.change("UPDATE quota_accounts SET used_files = used_files WHERE user_id = ?1", userId);
    return find(userId);
  }

  Usage none() {
    return new Usage(0, 0, 0, 0, defaults.userBytes(), defaults.userFiles());
  }

  private Optional<Usage> figures(String select, long userId) {
    return sql.row(select, userId, defaults.userBytes(), defaults.userFiles())
        .map(
            row ->
                new Usage(
                    Sql.toLong(row[0]),
                    Math.toIntExact(Sql.toLong(row[1])),
                    Sql.toLong(row[2]),
                    Math.toIntExact(Sql.toLong(row[3])),
                    Sql.toLong(row[4]),
                    Math.toIntExact(Sql.toLong(row[5]))));
  }

  /** Reserves a file of so many bytes if it fits and the user has uploads left; else nothing. */
  boolean reserve(long userId, long bytes, int concurrentUploads) {
    return sql.changeOne(
        "UPDATE quota_accounts"
            + " SET reserved_bytes = reserved_bytes + ?2, reserved_files = reserved_files + 1"
            + " WHERE user_id = ?1 AND reserved_files < ?3"
            + " AND used_files + reserved_files < COALESCE(quota_files, ?4)"
            + " AND ?2 <= COALESCE(quota_bytes, ?5) - used_bytes - reserved_bytes",
        userId,
        bytes,
        concurrentUploads,
        defaults.userFiles(),
        defaults.userBytes());
  }

  /** Reserves more bytes for a file already reserved, if they fit. */
  boolean grow(long userId, long bytes) {
    return sql.changeOne(
        "UPDATE quota_accounts SET reserved_bytes = reserved_bytes + ?2 WHERE user_id = ?1"
            + " AND ?2 <= COALESCE(quota_bytes, ?3) - used_bytes - reserved_bytes",
        userId,
        bytes,
        defaults.userBytes());
  }

  /** Takes back a growth. */
  void shrink(long userId, long bytes) {
    sql.mustChangeOne(
        "UPDATE quota_accounts SET reserved_bytes = reserved_bytes - ?2 WHERE user_id = ?1",
        userId,
        bytes);
  }

  void commit(long userId, long reservedBytes, long storedBytes) {
    sql.mustChangeOne(
        "UPDATE quota_accounts"
            + " SET reserved_bytes = reserved_bytes - ?2, reserved_files = reserved_files - 1,"
            + " used_bytes = used_bytes + ?3, used_files = used_files + 1 WHERE user_id = ?1",
        userId,
        reservedBytes,
        storedBytes);
  }

  void release(long userId, long reservedBytes) {
    sql.mustChangeOne(
        "UPDATE quota_accounts"
            + " SET reserved_bytes = reserved_bytes - ?2, reserved_files = reserved_files - 1"
            + " WHERE user_id = ?1",
        userId,
        reservedBytes);
  }

  void remove(long userId, long storedBytes) {
    sql.mustChangeOne(
        "UPDATE quota_accounts SET used_bytes = used_bytes - ?2, used_files = used_files - 1"
            + " WHERE user_id = ?1",
        userId,
        storedBytes);
  }

  QuotaOverride override(long userId) {
    return sql.row("SELECT quota_bytes, quota_files FROM quota_accounts WHERE user_id = ?1", userId)
        .map(
            row ->
                new QuotaOverride(
                    row[0] == null ? null : Sql.toLong(row[0]),
                    row[1] == null ? null : Math.toIntExact(Sql.toLong(row[1]))))
        .orElseGet(() -> new QuotaOverride(null, null));
  }

  /** Gives the user these quotas; false if there is no account yet. */
  boolean override(long userId, QuotaOverride override) {
    return set("quota_bytes", userId, override.bytes())
        && set("quota_files", userId, override.files());
  }

  /** Spells a null out: bound as a parameter it has no type that PostgreSQL accepts. */
  private boolean set(String column, long userId, @Nullable Number value) {
    String update = "UPDATE quota_accounts SET " + column + " = ";
    return value == null
        ? sql.changeOne(update + "NULL WHERE user_id = ?1", userId)
        : sql.changeOne(update + "?2 WHERE user_id = ?1", userId, value);
  }
}
