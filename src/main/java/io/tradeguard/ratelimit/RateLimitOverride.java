package io.tradeguard.ratelimit;

import io.tradeguard.settings.WindowSettings;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** The one window that replaces a category's own for a user. */
@Entity
@Table(name = "rate_limit_overrides")
public class RateLimitOverride {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "rate_limit_overrides_seq")
  @SequenceGenerator(
      name = "rate_limit_overrides_seq",
      sequenceName = "rate_limit_overrides_seq",
      allocationSize = 50)
  private Long id;

  @Column(name = "user_id", nullable = false, updatable = false)
  private long userId;

  @Column(nullable = false, updatable = false)
  private String category;

  @Column(name = "request_limit", nullable = false)
  private int limit;

  @Column(name = "period_seconds", nullable = false)
  private int periodSeconds;

  protected RateLimitOverride() {}

  RateLimitOverride(long userId, String category, WindowSettings window) {
    this.userId = userId;
    this.category = category;
    this.limit = window.limit();
    this.periodSeconds = window.periodSeconds();
  }

  long userId() {
    return userId;
  }

  String category() {
    return category;
  }

  WindowSettings window() {
    return new WindowSettings(limit, periodSeconds);
  }
}
