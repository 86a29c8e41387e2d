package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.Users;
import io.tradeguard.ratelimit.DistributedRateLimiter;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicies;
import io.tradeguard.ratelimit.LimitPolicy;
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
  @Inject Settings settings;
  @Inject Users users;

  /** Tells why the next request of a user or an address would pass or not. */
  @GET
  public Explanation explain(
      @QueryParam("user_id") @Nullable String userId,
      @QueryParam("ip") @Nullable String ip,
      @QueryParam("category") @Nullable String category) {
    if (category == null || !settings.rateLimits().categories().containsKey(category)) {
      throw ProblemException.badRequest("Parameter 'category' must name a rate limit.");
    }
    LimitKey key;
    if (userId != null && ip == null) {
      key = user(userId, category);
    } else if (ip != null && userId == null) {
      key = address(ip, category);
    } else {
      throw ProblemException.badRequest("Exactly one of 'user_id' and 'ip' is needed.");
    }
    LimitPolicy policy = policies.of(key);
    return Explanation.of(key, policy, policies.of(category), limiter.peek(key, policy));
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
