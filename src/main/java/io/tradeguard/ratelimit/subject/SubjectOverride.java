package io.tradeguard.ratelimit.subject;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.settings.WindowSettings;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** The one window that replaces a category's own for a subject that is no user. */
@Entity
@Table(name = "subject_overrides")
public class SubjectOverride {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subject_overrides_seq")
  @SequenceGenerator(
      name = "subject_overrides_seq",
      sequenceName = "subject_overrides_seq",
      allocationSize = 50)
  private Long id;

  @Column(name = "subject_type", nullable = false, updatable = false)
  private String subjectType;

  @Column(name = "subject_id", nullable = false, updatable = false)
  private String subjectId;

  @Column(nullable = false, updatable = false)
  private String category;

  @Column(name = "request_limit", nullable = false)
  private int limit;

  @Column(name = "period_seconds", nullable = false)
  private int periodSeconds;

  protected SubjectOverride() {}

  SubjectOverride(LimitKey key, WindowSettings window) {
    this.subjectType = key.type().label();
    this.subjectId = key.identifier();
    this.category = key.category();
    set(window);
  }

  public long id() {
    return id;
  }

  public LimitKey key() {
    return new LimitKey(new LimitKey.Type(subjectType), subjectId, category);
  }

  public WindowSettings window() {
    return new WindowSettings(limit, periodSeconds);
  }

  final void set(WindowSettings window) {
    this.limit = window.limit();
    this.periodSeconds = window.periodSeconds();
  }
}
