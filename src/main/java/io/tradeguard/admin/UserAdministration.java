package io.tradeguard.admin;

import io.tradeguard.account.AuditTrail;
import io.tradeguard.account.Caller;
import io.tradeguard.account.Confinement;
import io.tradeguard.account.Role;
import io.tradeguard.account.User;
import io.tradeguard.account.Users;
import io.tradeguard.quota.QuotaOverride;
import io.tradeguard.quota.UploadQuotaManager;
import io.tradeguard.quota.Usage;
import io.tradeguard.ratelimit.LimitPolicies;
import io.tradeguard.ratelimit.RateLimitOverrides;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.web.Page;
import io.tradeguard.web.ProblemException;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What operators change about users: each call one transaction, its audit entry in it. */
@Stateless
public class UserAdministration {
  @Inject Users users;
  @Inject UploadQuotaManager quotas;
  @Inject RateLimitOverrides limits;
  @Inject LimitPolicies policies;
  @Inject AuditTrail trail;

  /**
   * Creates a user.
   *
   * @throws ProblemException 409 if the name is taken, 422 if what it is confined to makes no sense
   */
  public UserView create(Caller admin, NewUser wanted) {
    User user = users.create(wanted.name(), wanted.chosen(), wanted.newRole());
    List<String> done = new ArrayList<>(List.of("role " + user.role().label()));
    if (wanted.confinement().categories().isPresent()) {
      confine(user, wanted.confinement(), done);
    }
    record(admin, "user.create", user, String.join(", ", done));
    return get(user.id());
  }

  /**
   * Returns a user.
   *
   * @throws ProblemException 404 if there is none
   */
  public UserView get(long id) {
    return view(users.find(id).orElseThrow(ProblemException::notFound));
  }

  /** Returns a page of the users whose name contains a text. */
  public Page<UserView> page(String query, Page.Request request) {
    Page<User> page = users.page(query, request);
    List<Long> ids = page.items().stream().map(User::id).toList();
    Map<Long, Usage> usages = quotas.getUserUsages(ids);
    Map<Long, Map<String, WindowSettings>> overrides = limits.of(ids);
    return new Page<>(
        page.items().stream()
            .map(
                user ->
                    view(
                        user,
                        Objects.requireNonNull(usages.get(user.id())),
                        overrides.getOrDefault(user.id(), Map.of())))
            .toList(),
        page.total(),
        page.page(),
        page.size());
  }

  /**
   * Changes a user: all that was sent, or nothing.
   *
   * @param passwordHash of the new password, computed before any row is locked; null for none
   * @throws ProblemException 404 if there is no such user, 409 if it is the last enabled admin, 422
   *     if a limit's category makes no sense
   */
  public UserView change(Caller admin, long id, UserPatch patch, @Nullable String passwordHash) {
    users.lockForChange(id, patch.changesAdmins());
    User user = users.find(id).orElseThrow(ProblemException::notFound);
    List<String> done = new ArrayList<>();
    Optional.ofNullable(patch.enabled())
        .map(change -> change.required("enabled"))
        .ifPresent(
            enabled -> {
              users.setEnabled(id, enabled);
              done.add(enabled ? "enabled" : "disabled");
            });
    patch
        .newRole()
        .ifPresent(
            role -> {
              users.setRole(id, role);
              done.add("role " + role.label());
            });
    if (passwordHash != null) {
      users.setPassword(id, passwordHash, "");
      done.add("password");
    }
    changeQuota(id, patch, done);
    changeLimits(id, patch, done);
    patch.confinement().ifPresent(confinement -> confine(user, confinement, done));
    record(admin, "user.change", user, done.isEmpty() ? "nothing" : String.join(", ", done));
    return get(id);
  }

  private void confine(User user, Confinement confinement, List<String> done) {
    if (user.role() != Role.SERVICE) {
      throw ProblemException.unprocessable("Field 'categories' is for users of role 'service'.");
    }
    for (String category : confinement.categories().orElse(List.of())) {
      if (!policies.has(category)) {
        throw ProblemException.unprocessable(
            "Field 'categories' has '" + category + "', which is no rate limit.");
      }
    }
    users.confine(user.id(), confinement);
    done.add(
        "categories "
            + confinement.categories().map(names -> String.join(" ", names)).orElse("all"));
  }

  private void changeQuota(long id, UserPatch patch, List<String> done) {
    Change<Long> bytes = patch.quotaBytes();
    Change<Integer> files = patch.quotaFiles();
    if (bytes == null && files == null) {
      return;
    }
    QuotaOverride before = quotas.getQuota(id);
    quotas.setQuota(
        id,
        bytes == null ? before.bytes() : bytes.value(),
        files == null ? before.files() : files.value());
    if (bytes != null) {
      done.add("quota " + (bytes.value() == null ? "default" : bytes.value()) + " bytes");
    }
    if (files != null) {
      done.add("quota " + (files.value() == null ? "default" : files.value()) + " files");
    }
  }

  private void changeLimits(long id, UserPatch patch, List<String> done) {
    if (patch.clearsLimits()) {
      limits.clear(id);
      done.add("all limits default");
    }
    for (Map.Entry<String, Optional<WindowSettings>> entry : patch.windows().entrySet()) {
      String category = entry.getKey();
      Optional<WindowSettings> window = entry.getValue();
      if (window.isPresent()) {
        limits.put(id, category, window.get());
        done.add(
            "limit " + category + " " + window.get().limit() + "/" + window.get().periodSeconds());
      } else {
        limits.remove(id, category);
        done.add("limit " + category + " default");
      }
    }
  }

  private UserView view(User user) {
    return view(user, quotas.getUserUsage(user.id()), limits.of(user.id()));
  }

  private static UserView view(User user, Usage usage, Map<String, WindowSettings> overrides) {
    Map<String, UserView.Window> own = new TreeMap<>();
    overrides.forEach(
        (category, window) ->
            own.put(category, new UserView.Window(window.limit(), window.periodSeconds())));
    return new UserView(
        user.id(),
        user.username(),
        user.role().label(),
        user.isEnabled(),
        user.createdAt(),
        usage.usedBytes(),
        usage.fileCount(),
        usage.quotaBytes(),
        usage.quotaFiles(),
        own,
        user.role() == Role.SERVICE ? user.confinement().categories().orElse(null) : null);
  }

  private void record(Caller admin, String action, User user, String detail) {
    trail.record(admin.userId(), admin.username(), action, "user " + user.username(), detail);
  }
}
