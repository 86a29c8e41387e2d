package io.tradeguard.quota;

import io.tradeguard.database.Transactions;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides how much may be stored, and makes the decision stay true while the bytes arrive: room is
 * reserved before the first byte, and becomes a stored file, or is free again, after the last.
 *
 * <p>Reserving, growing, renewing, releasing and forgetting are each one short transaction of their
 * own, repeated if others were in the way; {@link #commit} joins its caller's.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UploadQuotaManager {
  @Inject Ledger ledger;
  @Inject AccountOpening accounts;
  @Inject Clock clock;
  @Inject Transactions transactions;

  /** Tells whether a file of this size fits into what the user may store. */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public QuotaAnswer checkUserQuota(long userId, long fileSizeBytes) {
    return getUserUsage(userId)
        .refusal(1, fileSizeBytes)
        .map(QuotaAnswer::refused)
        .orElse(QuotaAnswer.ALLOWED);
  }

  /** Tells whether a file of this size fits into what all users together may store. */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public QuotaAnswer checkGlobalQuota(long fileSizeBytes) {
    return ledger
        .global()
        .refusal(fileSizeBytes)
        .map(QuotaAnswer::refused)
        .orElse(QuotaAnswer.ALLOWED);
  }

  /** Returns what a user stores and may store; one row is read, however many files there are. */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Usage getUserUsage(long userId) {
    return ledger.accounts().find(userId).orElseGet(ledger.accounts()::none);
  }

  /** Returns what several users store and may store, by user: one query for all. */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Map<Long, Usage> getUserUsages(List<Long> userIds) {
    Map<Long, Usage> found = ledger.accounts().find(userIds);
    userIds.forEach(id -> found.putIfAbsent(id, ledger.accounts().none()));
    return found;
  }

  /**
   * Holds room for one file until the lease ends.
   *
   * @param bytes the file's size, or a first guess at it, such as 0, if it is unknown
   * @throws QuotaExceededException if it does not fit
   * @throws TooManyUploadsException if it would, but too many of the user's uploads are under way
   */
  public Reservation reserve(long userId, long bytes) {
    Reservation reservation = new Reservation(UUID.randomUUID().toString(), userId, bytes);
    Verdict verdict = inTransaction(() -> ledger.reserve(reservation));
    while (verdict instanceof Verdict.NoAccount) {
      accounts.open(userId);
      verdict = inTransaction(() -> ledger.reserve(reservation));
    }
    verdict.orThrow();
    return reservation;
  }

  /**
   * Holds more room and renews the lease. If this throws, the reservation is as it was before.
   *
   * @param totalBytes what the file may now have in all; no more than before changes nothing
   * @return the reservation to go on with
   * @throws QuotaExceededException if it does not fit; what was held before still is
   * @throws LeaseLostException if the reservation has ended
   */
  public Reservation grow(Reservation reservation, long totalBytes) {
    if (totalBytes <= reservation.bytes()) {
      return reservation;
    }
    Reservation grown = new Reservation(reservation.id(), reservation.userId(), totalBytes);
    inTransaction(() -> ledger.grow(reservation, grown)).orThrow();
    return grown;
  }

  /**
   * Holds more room: as much as is hoped for, or, if that does not fit, exactly what is needed.
   *
   * @throws QuotaExceededException if not even what is needed fits
   * @throws LeaseLostException if the reservation has ended
   */
  public Reservation grow(Reservation reservation, long neededBytes, long hopedBytes) {
    try {
      return grow(reservation, Math.max(neededBytes, hopedBytes));
    } catch (QuotaExceededException e) {
      if (neededBytes >= hopedBytes) {
        throw e;
      }
      return grow(reservation, neededBytes);
    }
  }

  /**
   * Starts the lease anew.
   *
   * @throws LeaseLostException if it has run out
   */
  public void renew(Reservation reservation) {
    if (!inTransaction(() -> ledger.leases().renew(reservation))) {
      throw new LeaseLostException(reservation);
    }
  }

  /**
   * Turns a reservation into a stored file, in the caller's transaction if there is one. The user's
   * account is locked until that ends, so this comes late in it.
   *
   * @throws LeaseLostException if the reservation has ended; the bytes must be removed
   * @throws IllegalArgumentException if more was stored than reserved
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public UserFile commit(Reservation reservation, StoredFile facts) {
    return ledger.commit(reservation, facts, clock.instant());
  }

  /** Frees what is reserved; does nothing if the reservation has ended or was committed. */
  public void release(Reservation reservation) {
    run(() -> ledger.release(reservation.id()));
  }

  /**
   * Begins a deletion: the owner no longer sees the file. Of several who try, one gets it; that one
   * removes the bytes and then calls {@link #forget}.
   *
   * @return the file, or none if the user has no such file
   */
  public Optional<UserFile> hide(long userId, long fileId) {
    return inTransaction(() -> ledger.hide(userId, fileId));
  }

  /**
   * Ends a deletion once the bytes are removed: frees the quota, once however often it is called.
   */
  public void forget(long fileId) {
    run(() -> ledger.forget(fileId));
  }

  /** Returns the quotas that a user has been given instead of the defaults. */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public QuotaOverride getQuota(long userId) {
    return ledger.accounts().override(userId);
  }

  /**
   * Gives a user quotas of their own, in the caller's transaction if there is one. One below the
   * usage refuses uploads and nothing else.
   *
   * @param bytes null for the default
   * @param files null for the default
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public void setQuota(long userId, @Nullable Long bytes, @Nullable Integer files) {
    if ((bytes != null && bytes < 0) || (files != null && files < 0)) {
      throw new IllegalArgumentException("A quota must not be negative");
    }
    QuotaOverride override = new QuotaOverride(bytes, files);
    if (!ledger.accounts().override(userId, override)) {
      ledger.accounts().open(userId);
      ledger.accounts().override(userId, override);
    }
  }

  /** Returns what all users store and have reserved. */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public GlobalUsage getGlobalUsage() {
    return ledger.usage();
  }

  private void run(Runnable work) {
    inTransaction(
        () -> {
          work.run();
          return true;
        });
  }

  private <T> T inTransaction(Supplier<T> work) {
    return transactions.retrying(work);
  }
}
