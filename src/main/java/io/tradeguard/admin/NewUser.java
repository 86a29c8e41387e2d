package io.tradeguard.admin;

import io.tradeguard.account.NewPassword;
import io.tradeguard.account.Role;
import io.tradeguard.account.Username;
import io.tradeguard.web.Fields;
import org.jspecify.annotations.Nullable;

/** A user to create. */
public record NewUser(@Nullable String username, @Nullable String password, @Nullable String role) {
  public NewUser {
    username = new Username(username).value();
    NewPassword.of("password", password);
    role(role);
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

  @Override
  public String toString() {
    return "NewUser";
  }
}
