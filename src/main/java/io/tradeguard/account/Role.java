package io.tradeguard.account;

import java.util.Locale;
import java.util.Optional;

/**
 * What a user may do; an admin may do all that a user may. A service does nothing for itself: it
 * asks whether others may.
 */
public enum Role {
  USER,
  ADMIN,
  SERVICE;

  /** Returns the name in JSON and in the database, {@code user} or {@code admin}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the role of a label, if it is one. */
  public static Optional<Role> of(String label) {
    for (Role role : values()) {
      if (role.label().equals(label)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
