package io.tradeguard.upload;

import io.tradeguard.account.Caller;
import io.tradeguard.quota.UploadQuotaManager;
import io.tradeguard.quota.Usage;
import io.tradeguard.settings.Settings;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Tells the caller of an upload what storage and how many uploads at once are left. */
@Provider
@TakesBody
public class StorageFields implements ContainerResponseFilter {
  private static final System.Logger LOG = System.getLogger(StorageFields.class.getName());

  @Inject UploadQuotaManager quota;
  @Inject Settings settings;
  @Inject IncomingBody body;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!body.isHere() || response.getStatus() >= 500) {
      return;
    }
    try {
      add(quota.getUserUsage(Caller.of(request).userId()), response);
    } catch (RuntimeException e) {
      // The upload is decided: what is only told beside must not turn a 201 into an error.
      LOG.log(System.Logger.Level.WARNING, "The storage fields are left out", e);
    }
  }

  private void add(Usage usage, ContainerResponseContext response) {
    int uploads = settings.upload().concurrentPerUser();
    response
        .getHeaders()
        .add(
            "RateLimit-Policy",
            "\"storage\";q=%d;qu=\"content-bytes\", \"uploads\";q=%d;qu=\"concurrent-requests\""
                .formatted(usage.quotaBytes(), uploads));
    response
        .getHeaders()
        .add(
            "RateLimit",
            "\"storage\";r=%d, \"uploads\";r=%d"
                .formatted(usage.remainingBytes(), Math.max(0, uploads - usage.reservedFiles())));
  }
}
