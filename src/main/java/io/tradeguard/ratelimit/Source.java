package io.tradeguard.ratelimit;

import java.util.Locale;

/** Who decided. */
public enum Source {
  REDIS,
  LOCAL;

  /** Returns the name in JSON and metrics, {@code redis} or {@code local}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
