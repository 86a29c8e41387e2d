package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.Objects;

/** The description of this API, also on servers that serve none. */
@Path("openapi.json")
@RequestScoped
public class OpenApiResource {
  private static final String DOCUMENT = "/META-INF/openapi.json";

  /** Returns the OpenAPI document. */
  @GET
  @AllowedTo(Access.ANYONE)
  @Produces(MediaType.APPLICATION_JSON)
  public StreamingOutput document() {
    return out -> {
      try (InputStream document =
          Objects.requireNonNull(OpenApiResource.class.getResourceAsStream(DOCUMENT))) {
        document.transferTo(out);
      }
    };
  }
}
