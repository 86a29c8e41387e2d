package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.AuditTrail;
import io.tradeguard.account.Caller;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.store.OrphanReport;
import io.tradeguard.store.StoreMaintenance;
import io.tradeguard.store.StoreUnavailableException;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;

/** Bytes in the store that belong to nobody: what a sweep would do, and one on demand. */
@Path("admin/store")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Access.ADMIN)
public class StoreResource {
  private static final System.Logger LOG = System.getLogger(StoreResource.class.getName());

  @Inject StoreMaintenance store;
  @Inject AuditTrail trail;
  @Inject CurrentCaller caller;

  /** Finds orphans and changes nothing; walks through the whole store. */
  @GET
  @Path("orphans")
  public OrphanReport orphans() {
    try {
      return store.findOrphans();
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /**
   * Moves orphans into quarantine and removes those whose quarantine is over.
   *
   * @param force {@code true} to do so though more than a tenth of the store looks orphaned
   */
  @POST
  @Path("sweep")
  public OrphanReport sweep(@QueryParam("force") @DefaultValue("false") String force) {
    if (!force.equals("true") && !force.equals("false")) {
      throw ProblemException.badRequest("force must be true or false.");
    }
    boolean evenIfMany = force.equals("true");
    Caller admin = caller.get();
    trail.record(
        admin.userId(), admin.username(), "store.sweep", "store", evenIfMany ? "forced" : "");
    try {
      return store.sweepOrphans(evenIfMany);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private static ProblemException unavailable(IOException cause) {
    LOG.log(System.Logger.Level.WARNING, "The file store could not be swept", cause);
    return new ProblemException(StoreUnavailableException.problem());
  }
}
