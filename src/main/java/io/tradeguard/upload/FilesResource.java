package io.tradeguard.upload;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.web.Page;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** The caller's files. */
@Path("files")
@RequestScoped
@AllowedTo(Access.USER)
@Produces(MediaType.APPLICATION_JSON)
public class FilesResource {
  @Inject Uploads uploads;
  @Inject OwnFiles files;
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
    return Response.created(uri.getAbsolutePathBuilder().path(Long.toString(file.id())).build())
        .entity(file)
        .build();
  }

  /** Returns a page of the caller's files, newest first. */
  @GET
  public Page<FileView> list(
      @QueryParam("page") @Nullable String page, @QueryParam("size") @Nullable String size) {
    return files.page(caller.userId(), Page.Request.of(page, size));
  }

  @GET
  @Path("{id: [0-9]{1,18}}")
  public FileView get(@PathParam("id") long id) {
    return files.view(caller.userId(), id);
  }

  @DELETE
  @Path("{id: [0-9]{1,18}}")
  public Response delete(@PathParam("id") long id) {
    files.delete(caller.userId(), id);
    return Response.noContent().build();
  }
}
