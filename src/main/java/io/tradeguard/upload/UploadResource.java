package io.tradeguard.upload;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.files.FileView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Takes new files. */
@Path("files")
@RequestScoped
@AllowedTo(Access.USER)
@Produces(MediaType.APPLICATION_JSON)
public class UploadResource {
  @Inject Uploads uploads;
  @Inject CurrentCaller caller;
  @Inject IncomingBody body;

  /** Takes a file, as a form's part {@code file} or as the body itself. */
  @POST
  @TakesBody
  @Consumes(MediaType.WILDCARD)
  public Response upload(
      @QueryParam("filename") @Nullable String filename,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    FileView file =
        uploads.receive(
            new UploadRequest(
                caller.userId(),
                filename,
                headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
                headers.getHeaderString(HttpHeaders.CONTENT_ENCODING),
                headers.getHeaderString("Idempotency-Key"),
                headers.getHeaderString("Content-Digest"),
                headers.getHeaderString("Repr-Digest"),
                body.declaredLength(),
                body.stream()));
    return Response.status(Response.Status.CREATED)
        .header(
            HttpHeaders.LOCATION,
            uri.getAbsolutePath().getRawPath() + "/" + Long.toString(file.id()))
        .entity(file)
        .build();
  }
}
