package io.tradeguard.admin;

import io.tradeguard.account.Confinement;
import io.tradeguard.account.NewPassword;
import io.tradeguard.account.Role;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.web.Fields;
import io.tradeguard.web.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What to change about a user; a field that is null here was not sent.
 *
 * @param rateLimits by category; a member that is null returns to the default
 * @param categories that a service may ask about; null for all
 */
public record UserPatch(
    @Nullable Change<Boolean> enabled,
    @Nullable Change<String> role,
    @Nullable Change<String> password,
    @Nullable Change<Long> quotaBytes,
    @Nullable Change<Integer> quotaFiles,
    @Nullable Change<Map<String, Change<Window>>> rateLimits,
    @Nullable Change<List<String>> categories) {

  /** A limit of a user's own, as sent. */
  public record Window(@Nullable Integer limit, @Nullable Integer period) {
    public Window {
      Fields.required("limit", limit);
      Fields.required("period", period);
    }

    /**
     * Returns the window.
     *
     * @throws ProblemException 422 if a number is out of range
     */
    WindowSettings settings(String category) {
      try {
        return new WindowSettings(
            Fields.required("limit", limit), Fields.required("period", period));
      } catch (IllegalArgumentException e) {
        throw ProblemException.unprocessable(
            "Field 'rate_limits." + category + "': " + e.getMessage() + ".");
      }
    }
  }

  public UserPatch {
    if (enabled != null) {
      enabled.required("enabled");
    }
    if (role != null) {
      NewUser.role(role.required("role"));
    }
    if (password != null) {
      NewPassword.of("password", password.required("password"));
    }
    if (categories != null && categories.value() != null) {
      NewUser.categories(categories.value());
    }
  }

  /**
   * Checks the meaning of what was sent.
   *
   * @throws ProblemException 422 naming the field
   */
  void check() {
    if (quotaBytes != null && quotaBytes.value() != null && quotaBytes.value() < 0) {
      throw ProblemException.unprocessable("Field 'quota_bytes' must not be negative.");
    }
    if (quotaFiles != null && quotaFiles.value() != null && quotaFiles.value() < 0) {
      throw ProblemException.unprocessable("Field 'quota_files' must not be negative.");
    }
    windows();
  }

  /** Whether this may make or unmake an enabled admin. */
  boolean changesAdmins() {
    return enabled != null || role != null;
  }

  Optional<Role> newRole() {
    return role == null ? Optional.empty() : Optional.of(NewUser.role(role.required("role")));
  }

  Optional<NewPassword> newPassword() {
    return password == null
        ? Optional.empty()
        : Optional.of(NewPassword.of("password", password.required("password")));
  }

  /** Returns what a service may ask about from now on; empty if that stays as it is. */
  Optional<Confinement> confinement() {
    return Optional.ofNullable(categories)
        .map(change -> change.value() == null ? Confinement.NONE : Confinement.to(change.value()));
  }

  /** Whether every limit of the user's own is to go. */
  boolean clearsLimits() {
    return rateLimits != null && rateLimits.value() == null;
  }

  /** Returns the limits to set, by category; empty for one that returns to the default. */
  Map<String, Optional<WindowSettings>> windows() {
    Map<String, Optional<WindowSettings>> windows = new TreeMap<>();
    Map<String, Change<Window>> sent = rateLimits == null ? null : rateLimits.value();
    if (sent != null) {
      sent.forEach(
          (category, change) ->
              windows.put(
                  category,
                  Optional.ofNullable(change.value()).map(window -> window.settings(category))));
    }
    return windows;
  }

  @Override
  public String toString() {
    return "UserPatch";
  }
}
