package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.AuditEntry;
import io.tradeguard.account.AuditTrail;
import io.tradeguard.web.Page;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who did what, newest first. */
@Path("admin/audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Access.ADMIN)
public class AuditResource {
  @Inject AuditTrail trail;

  /**
   * An entry of the trail.
   *
   * @param actorId 0 if nobody was logged in
   */
  public record Entry(
      long id,
      Instant at,
      long actorId,
      String actor,
      String action,
      String target,
      String detail) {
    static Entry of(AuditEntry entry) {
      return new Entry(
          entry.id(),
          entry.at(),
          entry.actorId(),
          entry.actor(),
          entry.action(),
          entry.target(),
          entry.detail());
    }
  }

  @GET
  public Page<Entry> page(
      @QueryParam("page") @Nullable String page, @QueryParam("size") @Nullable String size) {
    Page<AuditEntry> entries = trail.page(Page.Request.of(page, size));
    return new Page<>(
        entries.items().stream().map(Entry::of).toList(),
        entries.total(),
        entries.page(),
        entries.size());
  }
}
