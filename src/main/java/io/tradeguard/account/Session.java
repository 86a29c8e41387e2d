package io.tradeguard.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A browser's login. Only the hash of its token is kept. */
@Entity
@Table(name = "sessions")
public class Session {
  @Id
  @Column(name = "token_hash", nullable = false, updatable = false)
  private String tokenHash;

  @Column(name = "user_id", nullable = false, updatable = false)
  private long userId;

  @Column(name = "expires_at", nullable = false, updatable = false)
  private Instant expiresAt;

  protected Session() {}

  Session(String tokenHash, long userId, Instant expiresAt) {
    this.tokenHash = tokenHash;
    this.userId = userId;
    this.expiresAt = expiresAt;
  }

  public long userId() {
    return userId;
  }
}
