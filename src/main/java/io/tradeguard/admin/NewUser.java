package io.tradeguard.admin;

import io.tradeguard.account.Confinement;
import io.tradeguard.account.NewPassword;
import io.tradeguard.account.Role;
import io.tradeguard.account.Username;
import io.tradeguard.web.Fields;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user to create.
 *
 * @param categories that a service may ask about; null for all
 */
public record NewUser(
    @Nullable String username,
    @Nullable String password,
    @Nullable String role,
    @Nullable List<String> categories) {
  public NewUser {
    username = new Username(username).value();
    NewPassword.of("password", password);
    role(role);
    if (categories != null) {
      categories = List.copyOf(categories(categories));
    }
  }

  Username name() {
    return new Username(username);
  }

  NewPassword chosen() {
    return NewPassword.of("password", password);
  }

  Role newRole() {
    return role(role);
  }

  /**
   * Reads a role.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Role role(@Nullable String label) {
    return Role.of(Fields.required("role", label))
        .orElseThrow(
            () ->
                new IllegalArgumentException("Field 'role' must be 'user', 'admin' or 'service'."));
  }

  /** What a service may ask about. */
  Confinement confinement() {
    return categories == null ? Confinement.NONE : Confinement.to(categories);
  }

  /**
   * Checks a list of categories.
   *
   * @throws IllegalArgumentException if there are too many, or one is null
   */
  static List<String> categories(List<String> names) {
    if (names.size() > Confinement.MOST || names.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "Field 'categories' must have 0 to " + Confinement.MOST + " names.");
    }
    return names;
  }

  @Override
  public String toString() {
    return "NewUser";
  }
}
