package io.tradeguard.account;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A person or program with an account. Users are disabled, never deleted: files name them. */
@Entity
@Table(name = "users")
public class User {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "users_seq")
  @SequenceGenerator(name = "users_seq", sequenceName = "users_seq", allocationSize = 50)
  private Long id;

  @Column(nullable = false, updatable = false)
  private String username;

  @Column(name = "password_hash", nullable = false)
  private String passwordHash;

  @Column(nullable = false)
  @Convert(converter = RoleConverter.class)
  private Role role;

  @Column(nullable = false)
  private boolean enabled;

  @Column(name = "admission_categories")
  private @Nullable String admissionCategories;

  @Column(name = "created_at", nullable = false, updatable = false)
  private Instant createdAt;

  protected User() {}

  User(Username username, String passwordHash, Role role, Instant createdAt) {
    this.username = username.value();
    this.passwordHash = passwordHash;
    this.role = role;
    this.enabled = true;
    this.createdAt = createdAt;
  }

  public long id() {
    return id;
  }

  public String username() {
    return username;
  }

  String passwordHash() {
    return passwordHash;
  }

  public Role role() {
    return role;
  }

  public boolean isEnabled() {
    return enabled;
  }

  public Instant createdAt() {
    return createdAt;
  }

  void setPasswordHash(String passwordHash) {
    this.passwordHash = passwordHash;
  }

  void setRole(Role role) {
    this.role = role;
  }

  /** Returns what the user may ask about as a service; of no meaning in another role. */
  public Confinement confinement() {
    return Confinement.read(admissionCategories);
  }

  void confine(Confinement confinement) {
    admissionCategories = confinement.column();
  }

  void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }
}
