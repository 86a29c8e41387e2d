package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.Users;
import io.tradeguard.ratelimit.DistributedRateLimiter;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicies;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.lease.Leases;
import io.tradeguard.ratelimit.subject.Subject;
import io.tradeguard.settings.IpAddress;
import io.tradeguard.settings.Settings;
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
    if (userId != null && ip == null && type == null && id == null) {
      return user(userId, category);
    }
    if (userId == null && ip != null && type == null && id == null) {
      return address(ip, category);
    }
    if (userId == null && ip == null && type != null && id != null) {
      return subject(type, id, category);
    }
    throw ProblemException.badRequest(
        "Exactly one of 'user_id', 'ip', and 'type' with 'id' is needed.");
  }

  /** Those that services ask about: nobody knows whether there is such a one. */
  private static LimitKey subject(String type, String id, String category) {
    LimitKey key;
    try {
      key = new Subject(type, id).key(category);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(
          String.valueOf(e.getMessage()).replaceFirst("^Field", "Parameter"));
    }
    if (key.type().equals(LimitKey.Type.USER)) {
      throw ProblemException.badRequest("Ask with 'user_id' about a user.");
    }
    if (LimitPolicies.countsAddresses(category) && !key.type().equals(LimitKey.Type.IP)) {
      throw ProblemException.badRequest(
          "The rate limit '" + category + "' counts addresses: ask with 'ip'.");
    }
    return key;
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
