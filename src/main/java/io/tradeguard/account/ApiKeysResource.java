package io.tradeguard.account;

import io.tradeguard.web.Fields;
import io.tradeguard.web.Ids;
import io.tradeguard.web.RateLimited;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;

/** The caller's API keys. */
@Path("api-keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ApiKeysResource {
  @Inject CurrentCaller caller;
  @Inject ApiKeys keys;
  @Inject OwnAccount account;

  /** What a new key is called. */
  public record NewKey(String name) {
    public NewKey {
      Fields.printable("name", name, 1, 100);
    }
  }

  /** A key with its secret, which is shown this once. */
  public record CreatedKey(long id, String name, String prefix, String key, Instant createdAt) {
    @Override
    public String toString() {
      return "CreatedKey[" + prefix + "…]";
    }
  }

  /** A key as its owner sees it later. */
  public record KeyView(long id, String name, String prefix, Instant createdAt) {}

  /** All keys of a user. */
  public record KeyList(List<KeyView> items) {}

  @POST
  @AllowedTo(Access.ACCOUNT)
  @RateLimited("api_key")
  public Response create(@Context UriInfo uri, NewKey wanted) {
    ApiKeys.Created created = account.createKey(caller.get(), wanted.name());
    ApiKey key = created.key();
    return Response.status(Response.Status.CREATED)
        .header(
            HttpHeaders.LOCATION,
            uri.getAbsolutePath().getRawPath() + "/" + Long.toString(key.id()))
        .entity(
            new CreatedKey(key.id(), key.name(), key.prefix(), created.secret(), key.createdAt()))
        .build();
  }

  @GET
  @AllowedTo(Access.ACCOUNT)
  public KeyList list() {
    return new KeyList(
        keys.of(caller.userId()).stream()
            .map(key -> new KeyView(key.id(), key.name(), key.prefix(), key.createdAt()))
            .toList());
  }

  @DELETE
  @Path("{id}")
  @AllowedTo(Access.ACCOUNT)
  public Response delete(@PathParam("id") String id) {
    account.deleteKey(caller.get(), Ids.parse(id));
    return Response.noContent().build();
  }
}
