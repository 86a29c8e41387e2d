package io.tradeguard.admin;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.Caller;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.account.LoginGate;
import io.tradeguard.account.NewPassword;
import io.tradeguard.account.PasswordHasher;
import io.tradeguard.database.Transactions;
import io.tradeguard.web.Page;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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

/** The users, for operators. */
@Path("admin/users")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Access.ADMIN)
public class UsersResource {
  @Inject UserAdministration administration;
  @Inject Transactions transactions;
  @Inject PasswordHasher hasher;
  @Inject LoginGate gate;
  @Inject CurrentCaller caller;

  /** Creates a user: 201, or 409 if the name is taken. */
  @POST
  public Response create(NewUser wanted, @Context UriInfo uri) {
    admitHash();
    UserView created = administration.create(caller.get(), wanted);
    return Response.status(Response.Status.CREATED)
        .header(
            HttpHeaders.LOCATION,
            uri.getAbsolutePath().getRawPath() + "/" + Long.toString(created.id()))
        .entity(created)
        .build();
  }

  /** Lists users by name. */
  @GET
  public Page<UserView> page(
      @QueryParam("query") @DefaultValue("") String query,
      @QueryParam("page") @Nullable String page,
      @QueryParam("size") @Nullable String size) {
    return administration.page(query, Page.Request.of(page, size));
  }

  /** Returns a user, or 404. */
  @GET
  @Path("{id: [0-9]{1,18}}")
  public UserView get(@PathParam("id") long id) {
    return administration.get(id);
  }

  /** Changes a user; a field that is absent stays as it is. */
  @PATCH
  @Path("{id: [0-9]{1,18}}")
  public UserView change(@PathParam("id") long id, UserPatch patch) {
    patch.check();
    String hash = patch.newPassword().map(this::hash).orElse(null);
    Caller admin = caller.get();
    return transactions.retrying(() -> administration.change(admin, id, patch, hash));
  }

  private String hash(NewPassword password) {
    admitHash();
    return hasher.hash(password);
  }

  /** A hash costs the same whoever asks for it, so it counts as a login does. */
  private void admitHash() {
    Caller admin = caller.get();
    gate.admit(admin.address())
        .ifPresent(
            refusal -> {
              throw new ProblemException(refusal);
            });
  }
}
