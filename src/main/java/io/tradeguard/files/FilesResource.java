package io.tradeguard.files;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.quota.UserFile;
import io.tradeguard.web.Page;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The caller's files. */
@Path("files")
@RequestScoped
@AllowedTo(Access.USER)
@Produces(MediaType.APPLICATION_JSON)
public class FilesResource {
  @Inject OwnFiles files;
  @Inject CurrentCaller caller;

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
  public Response delete(
      @PathParam("id") long id,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @HeaderParam(HttpHeaders.IF_UNMODIFIED_SINCE) @Nullable String ifUnmodifiedSince) {
    UserFile file = files.find(caller.userId(), id);
    Preconditions.check(ifMatch, ifUnmodifiedSince, "\"" + file.sha256() + "\"", file.createdAt());
    files.delete(caller.userId(), id);
    return Response.noContent().build();
  }
}
