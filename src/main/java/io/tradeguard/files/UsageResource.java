package io.tradeguard.files;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.quota.UploadQuotaManager;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What the caller stores and may store. */
@Path("usage")
@RequestScoped
@AllowedTo(Access.USER)
@Produces(MediaType.APPLICATION_JSON)
public class UsageResource {
  @Inject UploadQuotaManager quota;
  @Inject CurrentCaller caller;

  @GET
  public UsageView get() {
    return UsageView.of(quota.getUserUsage(caller.userId()));
  }
}
