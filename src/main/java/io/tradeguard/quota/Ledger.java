package io.tradeguard.quota;

import io.tradeguard.settings.Settings;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;

/**
 * What is charged, and to whom: {@code charged = stored files + live reservations}, always.
 *
 * <p>Nothing is checked and then written. Each step is one conditional update that either moves the
 * counter or leaves it, so two who race for the same room cannot both have it. Every transaction
 * takes its rows in one order: reservation, file, account, global. So none waits for another in a
 * circle, and the global row, which all want, is held only from its update to the commit. Only
 * someone about to be refused locks a row to look: what is then read cannot change before it is
 * decided, so no refusal is false. A refusal undoes by hand what it had done and is committed (see
 * {@link Verdict}).
 *
 * <p>All methods want a transaction.
 */
final class Ledger {
  private final EntityManager entities;
  private final Accounts accounts;
  private final GlobalRow global;
  private final Leases leases;
  private final Sql sql;
  private final int concurrentUploads;

  Ledger(EntityManager entities, Settings.Quota quota, Settings.Upload upload) {
    this.entities = entities;
    this.sql = new Sql(entities);
    this.accounts = new Accounts(sql, quota);
    this.global = new GlobalRow(sql, quota.globalBytes());
    this.leases = new Leases(sql, upload.leaseSeconds());
    this.concurrentUploads = upload.concurrentPerUser();
  }

  Accounts accounts() {
    return accounts;
  }

  GlobalRow global() {
    return global;
  }

  Leases leases() {
    return leases;
  }

  /** Reserves one file. */
  Verdict reserve(Reservation reservation) {
    long userId = reservation.userId();
    long bytes = reservation.bytes();
    while (!accounts.reserve(userId, bytes, concurrentUploads)) {
      Optional<Usage> usage = accounts.lock(userId);
      if (usage.isEmpty()) {
        return new Verdict.NoAccount();
      }
      Optional<QuotaRefusal> refusal = usage.get().refusal(1, bytes);
      if (refusal.isPresent()) {
        return Verdict.refused(refusal.get());
      }
      if (usage.get().reservedFiles() >= concurrentUploads) {
        return global
            .refusal(bytes)
            .map(Verdict::refused)
            .orElseGet(() -> new Verdict.Refused(new TooManyUploadsException(concurrentUploads)));
      }
    }
    leases.add(reservation);
    Optional<QuotaRefusal> full = global.charge(bytes);
    if (full.isPresent()) {
      leases.remove(reservation);
      accounts.release(userId, bytes);
      return Verdict.refused(full.get());
    }
    return new Verdict.Granted();
  }

  /** Makes a reservation larger. */
  Verdict grow(Reservation reservation, Reservation grown) {
    long userId = reservation.userId();
    long more = grown.bytes() - reservation.bytes();
    if (!leases.resize(reservation, grown.bytes())) {
      return new Verdict.Refused(new LeaseLostException(reservation));
    }
    while (!accounts.grow(userId, more)) {
      Optional<QuotaRefusal> refusal =
          accounts.lock(userId).orElseGet(accounts::none).refusal(0, more);
      if (refusal.isPresent()) {
        leases.resize(grown, reservation.bytes());
        return Verdict.refused(refusal.get().withoutOwn(reservation.bytes()));
      }
    }
    Optional<QuotaRefusal> full = global.charge(more);
    if (full.isPresent()) {
      accounts.shrink(userId, more);
      leases.resize(grown, reservation.bytes());
      return Verdict.refused(full.get().withoutOwn(reservation.bytes()));
    }
    return new Verdict.Granted();
  }

  UserFile commit(Reservation reservation, StoredFile facts, Instant now) {
    long surplus = reservation.bytes() - facts.bytes();
    if (surplus < 0) {
      throw new IllegalArgumentException(
          facts.bytes() + " bytes were stored where " + reservation.bytes() + " were reserved");
    }
    if (!leases.remove(reservation)) {
      throw new LeaseLostException(reservation);
    }
    UserFile file = new UserFile(reservation.userId(), facts, now);
    entities.persist(file);
    entities.flush();
    accounts.commit(reservation.userId(), reservation.bytes(), facts.bytes());
    global.free(surplus);
    return file;
  }

  void release(String reservationId) {
    leases.end(reservationId).ifPresent(this::free);
  }

  /** Ends a reservation whose lease has run out and returns it, if it still had to be ended. */
  Optional<Reservation> reap(String reservationId) {
    Optional<Reservation> expired = leases.endExpired(reservationId);
    expired.ifPresent(this::free);
    return expired;
  }

  private void free(Reservation ended) {
    accounts.release(ended.userId(), ended.bytes());
    global.free(ended.bytes());
  }

  /** Hides a file from its owner; none if it is hidden already or is not theirs. */
  Optional<UserFile> hide(long userId, long fileId) {
    boolean hidden =
        sql.changeOne(
            "UPDATE user_files SET state = 'HIDDEN'"
                + " WHERE id = ?1 AND user_id = ?2 AND state = 'STORED'",
            fileId,
            userId);
    return hidden ? Optional.of(entities.find(UserFile.class, fileId)) : Optional.empty();
  }

  /** Frees what a hidden file was charged; false if that was done before. */
  boolean forget(long fileId) {
    Optional<Object[]> file =
        sql.row("SELECT user_id, file_size_bytes FROM user_files WHERE id = ?1", fileId);
    if (file.isEmpty()
        || !sql.changeOne("DELETE FROM user_files WHERE id = ?1 AND state = 'HIDDEN'", fileId)) {
      return false;
    }
    long bytes = Sql.toLong(file.get()[1]);
    accounts.remove(Sql.toLong(file.get()[0]), bytes);
    global.free(bytes);
    return true;
  }

  /** Returns the figures of all users, as one statement sees them. */
  GlobalUsage usage() {
    Object[] sums =
        sql.row(
                "SELECT COALESCE(SUM(used_bytes), 0), COALESCE(SUM(reserved_bytes), 0), COUNT(*),"
                    + " COALESCE(SUM(used_files), 0), COALESCE(SUM(reserved_files), 0)"
                    + " FROM quota_accounts")
            .orElseThrow();
    return new GlobalUsage(
        Sql.toLong(sums[0]),
        Sql.toLong(sums[1]),
        global.limit(),
        Sql.toLong(sums[2]),
        Sql.toLong(sums[3]),
        Sql.toLong(sums[4]));
  }
}
