package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.Caller;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicies;
import io.tradeguard.ratelimit.subject.Subject;
import io.tradeguard.ratelimit.subject.SubjectOverride;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.web.Fields;
import io.tradeguard.web.Ids;
import io.tradeguard.web.Page;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Limits of single subjects that are no users: addresses, and whatever services count. */
@Path("admin/overrides")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Access.ADMIN)
public class SubjectOverridesResource {
  @Inject SubjectAdministration administration;
  @Inject LimitPolicies policies;
  @Inject CurrentCaller caller;

  /** A limit to give. */
  public record Wanted(
      @Nullable String type,
      @Nullable String id,
      @Nullable String category,
      @Nullable Integer limit,
      @Nullable Integer period) {
    public Wanted {
      id = new Subject(type, id).id();
      Fields.required("category", category);
      Fields.required("limit", limit);
      Fields.required("period", period);
    }

    LimitKey key() {
      return new Subject(type, id).key(Fields.required("category", category));
    }

    WindowSettings window() {
      try {
        return new WindowSettings(
            Fields.required("limit", limit), Fields.required("period", period));
      } catch (IllegalArgumentException e) {
        throw ProblemException.unprocessable("The limit makes no sense: " + e.getMessage() + ".");
      }
    }
  }

  /**
   * A subject's own limit.
   *
   * @param overrideId by which it is removed
   */
  public record Own(
      long overrideId, String type, String id, String category, int limit, int period) {
    static Own of(SubjectOverride override) {
      LimitKey key = override.key();
      return new Own(
          override.id(),
          key.type().label(),
          key.identifier(),
          key.category(),
          override.window().limit(),
          override.window().periodSeconds());
    }
  }

  /** Lists them. */
  @GET
  public Page<Own> page(
      @QueryParam("page") @Nullable String page, @QueryParam("size") @Nullable String size) {
    return administration.page(Page.Request.of(page, size));
  }

  /** Gives a subject a limit of its own, in place of one that it has. */
  @POST
  public Response put(Wanted wanted) {
    LimitKey key = wanted.key();
    WindowSettings window = wanted.window();
    if (!policies.has(key.category())) {
      throw ProblemException.unprocessable("Field 'category' names no rate limit.");
    }
    if (key.type().equals(LimitKey.Type.USER)) {
      throw ProblemException.unprocessable(
          "Field 'type': a user's own limits are set with PATCH /api/admin/users/{id}.");
    }
    if (LimitPolicies.countsAddresses(key.category()) && !key.type().equals(LimitKey.Type.IP)) {
      throw ProblemException.unprocessable(
          "Field 'category' counts addresses: its subject must be of type 'ip'.");
    }
    Caller admin = caller.get();
    return Response.status(Response.Status.CREATED)
        .entity(administration.put(admin, key, window))
        .build();
  }

  /** Returns a subject to its category's own limit. */
  @DELETE
  @Path("{id}")
  public void remove(@PathParam("id") String id) {
    administration.remove(caller.get(), Ids.parse(id));
  }
}
