package io.tradeguard.admission;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.lease.Lease;
import io.tradeguard.ratelimit.lease.LeaseAnswer;
import io.tradeguard.ratelimit.lease.Leases;
import io.tradeguard.ratelimit.subject.Subject;
import io.tradeguard.settings.Settings;
import io.tradeguard.web.Fields;
import io.tradeguard.web.ProblemException;
import io.tradeguard.web.RateLimited;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Gives other services a place for work that takes time, so many at once. */
@Path("admissions/leases")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Access.SERVICE)
@RateLimited("admission")
public class LeasesResource {
  @Inject Leases leases;
  @Inject ServiceScope scope;
  @Inject Settings settings;
  @Inject Clock clock;
  @Context UriInfo uri;

  /**
   * A wish for a lease.
   *
   * @param subject whose place it is
   * @param seconds until the lease ends by itself, 1 to {@value Lease#MAX_SECONDS}
   */
  public record Wanted(
      @Nullable Subject subject, @Nullable String category, @Nullable Integer seconds) {
    public Wanted {
      Fields.required("subject", subject);
      Fields.required("category", category);
      mustBeInRange(seconds);
    }

    LimitKey key() {
      return Fields.required("subject", subject).key(Fields.required("category", category));
    }
  }

  /**
   * How much longer a lease is to last.
   *
   * @param seconds from now, 1 to {@value Lease#MAX_SECONDS}
   */
  public record Prolonged(@Nullable Integer seconds) {
    public Prolonged {
      mustBeInRange(seconds);
    }
  }

  /**
   * A lease that holds its place.
   *
   * @param id by which it is renewed and ended
   * @param expiresAt when it ends by itself, by this node's clock
   * @param running leases of the subject that hold a place, this one too; 0 where limits are off
   * @param limit of them; null where limits are off
   * @param source who gave it, {@code redis} or {@code local}
   * @param degraded whether this node decided alone though there is a Redis
   */
  public record Given(
      String id,
      Instant expiresAt,
      int running,
      @Nullable Integer limit,
      String source,
      boolean degraded) {}

  /** Takes a place; 429 if all are taken. */
  @POST
  public Response take(Wanted wanted) {
    LimitKey key = wanted.key();
    scope.mustHold(key.category());
    mustBeLimited(key.category());
    Lease lease = Lease.of(key);
    int seconds = Fields.required("seconds", wanted.seconds());
    Given given = given(lease, leases.take(lease, seconds), seconds);
    return Response.created(uri.getAbsolutePathBuilder().path(given.id()).build())
        .entity(given)
        .build();
  }

  /** Holds the place longer; 404 if the lease has ended. */
  @PUT
  @Path("{id}")
  public Given renew(@PathParam("id") String id, Prolonged prolonged) {
    Lease lease = lease(id);
    int seconds = Fields.required("seconds", prolonged.seconds());
    return given(lease, leases.renew(lease, seconds), seconds);
  }

  /** Gives the place back; one that has ended is none the worse for it. */
  @DELETE
  @Path("{id}")
  public void end(@PathParam("id") String id) {
    leases.end(lease(id));
  }

  private Lease lease(String id) {
    Lease lease =
        Lease.parse(id)
            .filter(LeasesResource::couldBeGiven)
            .orElseThrow(ProblemException::notFound);
    scope.mustHold(lease.key().category());
    if (leases.limit(lease.key().category()).isEmpty()) {
      throw ProblemException.notFound();
    }
    return lease;
  }

  /** Whether a subject in that spelling is one that is taken. */
  private static boolean couldBeGiven(Lease lease) {
    LimitKey key = lease.key();
    try {
      return new Subject(key.type().label(), key.identifier()).key(key.category()).equals(key);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void mustBeLimited(String category) {
    if (!settings.rateLimits().categories().containsKey(category)) {
      throw ProblemException.unprocessable("Field 'category' names no rate limit.");
    }
    if (leases.limit(category).isEmpty()) {
      throw ProblemException.unprocessable(
          "Field 'category' names one whose leases nothing limits: it has no 'concurrent'.");
    }
  }

  private Given given(Lease lease, LeaseAnswer answer, int seconds) {
    OptionalInt limit = leases.limit(lease.key().category());
    return new Given(
        lease.id(),
        clock.instant().plusSeconds(seconds),
        answer.running(),
        settings.rateLimits().enabled() && limit.isPresent() ? limit.getAsInt() : null,
        answer.source().label(),
        settings.redis().isPresent() && answer.source() == Source.LOCAL);
  }

  private static void mustBeInRange(@Nullable Integer seconds) {
    int sent = Fields.required("seconds", seconds);
    if (sent < 1 || sent > Lease.MAX_SECONDS) {
      throw new IllegalArgumentException("Field 'seconds' must be 1 to " + Lease.MAX_SECONDS + ".");
    }
  }
}
