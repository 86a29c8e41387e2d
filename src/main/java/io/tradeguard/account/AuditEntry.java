package io.tradeguard.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** Who did what to what, and when. Never changed, never deleted. */
@Entity
@Table(name = "audit_entries")
public class AuditEntry {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "audit_entries_seq")
  @SequenceGenerator(
      name = "audit_entries_seq",
      sequenceName = "audit_entries_seq",
      allocationSize = 50)
  private Long id;

  @Column(nullable = false, updatable = false)
  private Instant at;

  @Column(name = "actor_id", nullable = false, updatable = false)
  private long actorId;

  @Column(nullable = false, updatable = false)
  private String actor;

  @Column(nullable = false, updatable = false)
  private String action;

  @Column(nullable = false, updatable = false)
  private String target;

  @Column(nullable = false, updatable = false)
  private String detail;

  protected AuditEntry() {}

  AuditEntry(Instant at, long actorId, String actor, String action, String target, String detail) {
    this.at = at;
    this.actorId = actorId;
    this.actor = actor;
    this.action = action;
    this.target = target;
    this.detail = detail;
  }

  public long id() {
    return id;
  }

  public Instant at() {
    return at;
  }

  /** Returns the id of the user who acted, 0 if nobody was logged in. */
  public long actorId() {
    return actorId;
  }

  /** Returns the name of the user who acted, or the client's address if nobody was logged in. */
  public String actor() {
    return actor;
  }

  public String action() {
    return action;
  }

  public String target() {
    return target;
  }

  public String detail() {
    return detail;
  }
}
