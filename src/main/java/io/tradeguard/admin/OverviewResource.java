package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.monitoring.CategoryCounts;
import io.tradeguard.monitoring.Monitoring;
import io.tradeguard.quota.GlobalUsage;
import io.tradeguard.quota.UploadQuotaManager;
import io.tradeguard.ratelimit.DistributedRateLimiter;
import io.tradeguard.ratelimit.LimiterStatus;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The service at a glance. */
@Path("admin/overview")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Access.ADMIN)
public class OverviewResource {
  @Inject UploadQuotaManager quotas;
  @Inject DistributedRateLimiter limiter;
  @Inject Monitoring monitoring;
  @Inject Clock clock;

  /**
   * What all users store, and what this node decides.
   *
   * @param node the name of the node that answers, whose decisions are counted
   * @param driftBytes by which the quota counters were wrong when this node last compared them
   * @param lostFiles whose bytes were missing or too few when this node last looked for them
   */
  public record Overview(
      String node,
      Instant time,
      long usedBytes,
      long limitBytes,
      long reservedBytes,
      long users,
      long files,
      long reservations,
      long driftBytes,
      long driftFiles,
      long lostFiles,
      Limiter limiter,
      List<CategoryCounts> categories) {
    public Overview {
      categories = List.copyOf(categories);
    }
  }

  /**
   * How the limiter stands.
   *
   * @param configured whether there is a Redis to decide
   * @param redisLatencyMs the smoothed time of an exchange, null where Redis does not decide
   */
  public record Limiter(
      String source,
      boolean configured,
      Instant since,
      @Nullable Double redisLatencyMs,
      int nodesAlive,
      int memoryKeys,
      int memoryCapacity,
      long memoryEvictions,
      long memoryOverflows) {}

  @GET
  public Overview overview() {
    GlobalUsage usage = quotas.getGlobalUsage();
    LimiterStatus status = limiter.status();
    return new Overview(
        monitoring.node(),
        clock.instant(),
        usage.usedBytes(),
        usage.limitBytes(),
        usage.reservedBytes(),
        usage.users(),
        usage.files(),
        usage.reservations(),
        monitoring.driftBytes(),
        monitoring.driftFiles(),
        monitoring.lostFiles(),
        new Limiter(
            status.source().label(),
            status.redisConfigured(),
            status.since(),
            status.redisLatencyMs(),
            status.nodesAlive(),
            status.memory().keys(),
            status.memory().capacity(),
            status.memory().evictions(),
            status.memory().overflows()),
        monitoring.totals());
  }
}
