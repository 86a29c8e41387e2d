package io.tradeguard.account;

import java.util.Locale;

/** What a user may do; an admin may do all that a user may. */
public enum Role {
  USER,
  ADMIN;

  /** Returns the name in JSON and in the database, {@code user} or {@code admin}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
