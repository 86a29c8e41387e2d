package io.tradeguard.settings;

import java.util.Locale;

/** How a category counts. The names in settings and JSON are the lower-case ones. */
public enum Algorithm {
  /** A counter per window that starts with the first request; refused requests count too. */
  FIXED_WINDOW,
  /** The present window plus the past one, weighted by how much of it still overlaps. */
  SLIDING_WINDOW,
  /** The generic cell rate algorithm: a token bucket kept as one theoretical arrival time. */
  GCRA;

  /** Returns the name in settings and JSON, for example {@code fixed_window}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
