package io.tradeguard.upload;

import io.tradeguard.database.SqlFailure;
import io.tradeguard.files.FileView;
import io.tradeguard.settings.Settings;
import io.tradeguard.web.Json;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Lets a client repeat an upload and be charged once. A key is held by one attempt at a time, as
 * long as its upload's lease; only a committed upload is remembered, for a day. Times are the
 * database's.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class IdempotencyKeys {
  static final int KEPT_SECONDS = 24 * 60 * 60;

  private static final String AFTER =
      "CURRENT_TIMESTAMP + CAST(?%d AS INTEGER) * INTERVAL '1' SECOND";

  @PersistenceContext EntityManager entities;

  int leaseSeconds;

  @Inject
  void configure(Settings settings) {
    leaseSeconds = settings.upload().leaseSeconds();
  }

  /**
   * Claims a key for a request. Two claims of a new key at once make one of them fail with a
   * duplicate ({@link SqlFailure#isDuplicate}), which finds the other's if it asks again.
   *
   * @param fingerprint what tells this request from others
   */
  public KeyClaim claim(long userId, String key, String fingerprint) {
    List<?> rows =
        query(
                "SELECT fingerprint, token, answer,"
                    + " CASE WHEN running_until > CURRENT_TIMESTAMP THEN 1 ELSE 0 END,"
                    + " CASE WHEN expires_at > CURRENT_TIMESTAMP THEN 1 ELSE 0 END"
                    + " FROM idempotency_keys WHERE user_id = ?1 AND idempotency_key = ?2",
                userId,
                key)
            .getResultList();
    String token = UUID.randomUUID().toString();
    if (rows.isEmpty()) {
      insert(userId, key, fingerprint, token);
      return new KeyClaim.Held(userId, key, token);
    }
    Object[] row = (Object[]) rows.get(0);
    boolean running = isTrue(row[3]);
    boolean done = row[2] != null && isTrue(row[4]);
    if (!done && !running) {
      return takeOver(userId, key, fingerprint, String.valueOf(row[1]), token)
          ? new KeyClaim.Held(userId, key, token)
          : new KeyClaim.Running();
    }
    if (!fingerprint.equals(row[0])) {
      return new KeyClaim.Taken();
    }
    if (!done) {
      return new KeyClaim.Running();
    }
    byte[] answer = String.valueOf(row[2]).getBytes(StandardCharsets.UTF_8);
    return new KeyClaim.Done(Json.read(answer, FileView.class), String.valueOf(row[1]));
  }

  private void insert(long userId, String key, String fingerprint, String token) {
    query(
            "INSERT INTO idempotency_keys"
                + " (user_id, idempotency_key, fingerprint, token, running_until, expires_at)"
                + " VALUES (?1, ?2, ?3, ?4, "
                + AFTER.formatted(5)
                + ", "
                + AFTER.formatted(6)
                + ")",
            userId,
            key,
            fingerprint,
            token,
            leaseSeconds,
            KEPT_SECONDS)
        .executeUpdate();
  }

  /** Takes a key from an attempt that is dead or was forgotten, unless another was quicker. */
  private boolean takeOver(
      long userId, String key, String fingerprint, String oldToken, String token) {
    return query(
                "UPDATE idempotency_keys SET fingerprint = ?3, token = ?4, answer = NULL,"
                    + " running_until = "
                    + AFTER.formatted(5)
                    + ", expires_at = "
                    + AFTER.formatted(6)
                    + " WHERE user_id = ?1 AND idempotency_key = ?2 AND token = ?7"
                    + " AND running_until <= CURRENT_TIMESTAMP"
                    + " AND (answer IS NULL OR expires_at <= CURRENT_TIMESTAMP)",
                userId,
                key,
                fingerprint,
                token,
                leaseSeconds,
                KEPT_SECONDS,
                oldToken)
            .executeUpdate()
        == 1;
  }

  /** Keeps a key held for another lease; does nothing if it is lost. */
  public void renew(KeyClaim.Held held) {
    query(
            "UPDATE idempotency_keys SET running_until = "
                + AFTER.formatted(4)
                + " WHERE user_id = ?1 AND idempotency_key = ?2 AND token = ?3",
            held.userId(),
            held.key(),
            held.token(),
            leaseSeconds)
        .executeUpdate();
  }

  /** Gives a key back after an upload that was not stored. */
  public void release(KeyClaim.Held held) {
    query(
            "DELETE FROM idempotency_keys"
                + " WHERE user_id = ?1 AND idempotency_key = ?2 AND token = ?3 AND answer IS NULL",
            held.userId(),
            held.key(),
            held.token())
        .executeUpdate();
  }

  /** Forgets what an attempt has stored, once its file is deleted: a repetition uploads anew. */
  public void forget(long userId, String key, String token) {
    query(
            "DELETE FROM idempotency_keys"
                + " WHERE user_id = ?1 AND idempotency_key = ?2 AND token = ?3",
            userId,
            key,
            token)
        .executeUpdate();
  }

  /**
   * Remembers the answer, in the transaction that stores the file.
   *
   * @return false if another attempt holds the key now; then the transaction must not commit
   */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public boolean remember(KeyClaim.Held held, FileView file) {
    return query(
                "UPDATE idempotency_keys SET answer = ?4, running_until = CURRENT_TIMESTAMP"
                    + " WHERE user_id = ?1 AND idempotency_key = ?2 AND token = ?3"
                    + " AND answer IS NULL",
                held.userId(),
                held.key(),
                held.token(),
                Json.write(file))
            .executeUpdate()
        == 1;
  }

  /** Forgets the keys whose day is over. */
  public int purge() {
    return query(
            "DELETE FROM idempotency_keys WHERE expires_at <= CURRENT_TIMESTAMP"
                + " AND running_until <= CURRENT_TIMESTAMP")
        .executeUpdate();
  }

  private static boolean isTrue(Object flag) {
    return ((Number) flag).intValue() == 1;
  }

  private Query query(String sql, Object... parameters) {
    Query query = entities.createNativeQuery(sql);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    return query;
  }
}
