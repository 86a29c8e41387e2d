package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.Users;
import io.tradeguard.ratelimit.DistributedRateLimiter;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicies;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.lease.Leases;
import io.tradeguard.settings.IpAddress;
import io.tradeguard.settings.Settings;
import io.tradeguard.web.Fields;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Explains the limiter to operators; asking counts nothing. */
@Path("admin/explain")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Access.ADMIN)
public class ExplainResource {
  private static final int MAX_DIGITS = 18;
  private static final int MAX_ID_LENGTH = 255;

  @Inject DistributedRateLimiter limiter;
  @Inject LimitPolicies policies;
  @Inject Leases leases;
  @Inject Settings settings;
  @Inject Users users;

  /** Tells why the next request of a user, an address or another subject would pass or not. */
  @GET
  public Explanation explain(
      @QueryParam("user_id") @Nullable String userId,
      @QueryParam("ip") @Nullable String ip,
      @QueryParam("type") @Nullable String type,
      @QueryParam("id") @Nullable String id,
      @QueryParam("category") @Nullable String category) {
    if (category == null || !settings.rateLimits().categories().containsKey(category)) {
      throw ProblemException.badRequest("Parameter 'category' must name a rate limit.");
    }
    LimitKey key = key(userId, ip, type, id, category);
    LimitPolicy policy = policies.of(key);
    OptionalInt concurrent = leases.limit(category);
    return Explanation.of(
        key,
        policy,
        policies.of(category),
        limiter.peek(key, policy),
        concurrent.isPresent() ? leases.running(key) : null,
        concurrent.isPresent() ? concurrent.getAsInt() : null);
  }

  private LimitKey key(
      @Nullable String userId,
      @Nullable String ip,
      @Nullable String type,
      @Nullable String id,
      String category) {
    boolean subject = type != null && id != null;
    if ((userId == null ? 0 : 1) + (ip == null ? 0 : 1) + (subject ? 1 : 0) == 1
        && (type == null) == (id == null)) {
      return userId != null
          ? user(userId, category)
          : ip != null ? address(ip, category) : subject(type, id, category);
    }
    throw ProblemException.badRequest(
        "Exactly one of 'user_id', 'ip', and 'type' with 'id' is needed.");
  }

  /** Those that only services ask about: nobody knows whether there is such a one. */
  private static LimitKey subject(@Nullable String type, @Nullable String id, String category) {
    LimitKey.Type known;
    try {
      known = new LimitKey.Type(Fields.required("type", type));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("Parameter 'type': " + e.getMessage() + ".");
    }
    if (known.equals(LimitKey.Type.USER)) {
      throw ProblemException.badRequest("Ask with 'user_id' about a user.");
    }
    String identifier = Fields.required("id", id);
    if (identifier.isEmpty() || identifier.length() > MAX_ID_LENGTH) {
      throw ProblemException.badRequest(
          "Parameter 'id' must have 1 to " + MAX_ID_LENGTH + " characters.");
    }
    if (known.equals(LimitKey.Type.IP)) {
      return IpAddress.parse(identifier)
          .map(address -> LimitKey.ip(address.counted(), category))
          .orElseThrow(
              () ->
                  ProblemException.badRequest(
                      "Parameter 'id' of an ip must be an IPv4 or IPv6 address."));
    }
    if (LimitPolicies.countsAddresses(category)) {
      throw ProblemException.badRequest(
          "The rate limit '" + category + "' counts addresses: ask with 'ip'.");
    }
    return new LimitKey(known, identifier, category);
  }

  private LimitKey user(String userId, String category) {
    if (userId.isEmpty()
        || userId.length() > MAX_DIGITS
        || !userId.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw ProblemException.badRequest("Parameter 'user_id' must be a user's id.");
    }
    if (LimitPolicies.countsAddresses(category)) {
      throw ProblemException.badRequest(
          "The rate limit '" + category + "' counts addresses: ask with 'ip'.");
    }
    long id = Long.parseLong(userId);
    if (users.find(id).isEmpty()) {
      throw ProblemException.notFound();
    }
    return LimitKey.user(id, category);
  }

  private static LimitKey address(String ip, String category) {
    if (!LimitPolicies.countsAddresses(category)) {
      throw ProblemException.badRequest(
          "The rate limit '" + category + "' counts users: ask with 'user_id'.");
    }
    return IpAddress.parse(ip)
        .map(address -> LimitKey.ip(address.counted(), category))
        .orElseThrow(
            () -> ProblemException.badRequest("Parameter 'ip' must be an IPv4 or IPv6 address."));
  }
}
