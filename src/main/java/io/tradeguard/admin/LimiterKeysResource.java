package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.AuditTrail;
import io.tradeguard.account.Caller;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.ratelimit.DistributedRateLimiter;
import io.tradeguard.ratelimit.HotKey;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicies;
import io.tradeguard.settings.Settings;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.web.Page;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The counters of the limiter, the hottest first. */
@Path("admin/limiter/keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Access.ADMIN)
public class LimiterKeysResource {
  @Inject DistributedRateLimiter limiter;
  @Inject LimitPolicies policies;
  @Inject Settings settings;
  @Inject UserNames names;
  @Inject AuditTrail trail;
  @Inject CurrentCaller caller;

  /**
   * A counter.
   *
   * @param key by which it is reset
   * @param type {@code user} or {@code ip}
   * @param limit of its narrowest window
   */
  public record Counter(
      String key,
      String category,
      String type,
      String identifier,
      @Nullable String username,
      long count,
      int limit,
      int secondsLeft) {}

  /** The counters asked for. */
  public record Counters(List<Counter> items) {
    public Counters {
      items = List.copyOf(items);
    }
  }

  /** Lists counters of configured categories. */
  @GET
  public Counters hottest(
      @QueryParam("category") @DefaultValue("") String category,
      @QueryParam("size") @Nullable String size) {
    int most = Page.Request.of(null, size).size();
    if (!category.isEmpty() && !settings.rateLimits().categories().containsKey(category)) {
      throw ProblemException.badRequest("Parameter 'category' names no rate limit.");
    }
    return new Counters(
        limiter.hottest(category, most).stream()
            .map(this::counter)
            .flatMap(Optional::stream)
            .toList());
  }

  private Optional<Counter> counter(HotKey hot) {
    return LimitKey.parse(hot.key())
        .filter(key -> settings.rateLimits().categories().containsKey(key.category()))
        .map(
            key ->
                new Counter(
                    hot.key(),
                    key.category(),
                    key.type().label(),
                    key.identifier(),
                    names.of(key),
                    hot.count(),
                    narrowest(key).limit(),
                    hot.secondsLeft()));
  }

  private WindowSettings narrowest(LimitKey key) {
    return policies.of(key).windows().get(0);
  }

  /** Resets a counter: 204, also if nothing was counted; 400 if this is no counter's name. */
  @DELETE
  @Path("{key}")
  public void reset(@PathParam("key") String key) {
    LimitKey counter =
        LimitKey.parse(key)
            .orElseThrow(
                () ->
                    ProblemException.badRequest(
                        "A key looks like rate_limit:user:123:backtest, percent-encoded once."));
    if (!settings.rateLimits().categories().containsKey(counter.category())) {
      throw ProblemException.notFound();
    }
    limiter.reset(counter);
    Caller admin = caller.get();
    trail.record(admin.userId(), admin.username(), "limiter.reset", "key " + key, "");
  }
}
