package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** What this node does, as it happens. */
@Path("admin/events")
@RequestScoped
@AllowedTo(Access.ADMIN)
public class EventsResource {
  @Inject EventStreams streams;

  /** Opens a stream of server-sent events: hello, second, failover, upload, refusal. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void watch(@Context Sse sse, @Context SseEventSink sink) {
    streams.open(sse, sink);
  }
}
