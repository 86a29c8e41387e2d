package io.tradeguard.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** A key with which a program acts for its user. Only its hash is kept. */
@Entity
@Table(name = "api_keys")
public class ApiKey {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "api_keys_seq")
  @SequenceGenerator(name = "api_keys_seq", sequenceName = "api_keys_seq", allocationSize = 50)
  private Long id;

  @Column(name = "user_id", nullable = false, updatable = false)
  private long userId;

  @Column(nullable = false, updatable = false)
  private String name;

  @Column(nullable = false, updatable = false)
  private String prefix;

  @Column(name = "key_hash", nullable = false, updatable = false)
  private String keyHash;

  @Column(name = "created_at", nullable = false, updatable = false)
  private Instant createdAt;

  protected ApiKey() {}

  ApiKey(long userId, String name, String prefix, String keyHash, Instant createdAt) {
    this.userId = userId;
    this.name = name;
    this.prefix = prefix;
    this.keyHash = keyHash;
    this.createdAt = createdAt;
  }

  public long id() {
    return id;
  }

  public long userId() {
    return userId;
  }

  public String name() {
    return name;
  }

  /** Returns the first characters of the key, by which its owner tells it from others. */
  public String prefix() {
    return prefix;
  }

  public Instant createdAt() {
    return createdAt;
  }
}
