package io.tradeguard.files;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.quota.UserFile;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file: always a download, never shown, in whole or one range. A file never changes,
 * so its digest is its entity tag.
 */
@Path("files/{id: [0-9]{1,18}}/content")
@RequestScoped
@AllowedTo(Access.USER)
@Produces(MediaType.WILDCARD)
public class ContentResource {
  private static final int BUFFER = 64 * 1024;

  @Inject OwnFiles files;
  @Inject CurrentCaller caller;
  @Inject DownloadSlot slot;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpHeaders headers;

  @GET
  public Response get(
      @PathParam("id") long id,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
      @HeaderParam("Range") @Nullable String range,
      @HeaderParam("If-Range") @Nullable String ifRange) {
    return answer(id, ifNoneMatch, range, ifRange, true);
  }

  @HEAD
  public Response head(
      @PathParam("id") long id,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    return answer(id, ifNoneMatch, null, null, false);
  }

  private Response answer(
      long id,
      @Nullable String ifNoneMatch,
      @Nullable String range,
      @Nullable String ifRange,
      boolean withBody) {
    UserFile file = files.find(caller.userId(), id);
    String tag = "\"" + file.sha256() + "\"";
    Preconditions.check(
        headers.getHeaderString(HttpHeaders.IF_MATCH),
        headers.getHeaderString(HttpHeaders.IF_UNMODIFIED_SINCE),
        tag,
        file.createdAt());
    if (ifNoneMatch != null && Preconditions.matches(ifNoneMatch, tag, true)) {
      return Response.status(Response.Status.NOT_MODIFIED)
          .header(HttpHeaders.ETAG, tag)
          .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
          .build();
    }
    long size = file.fileSizeBytes();
    Optional<ByteRange> part =
        range == null || (ifRange != null && !ifRange.trim().equals(tag))
            ? Optional.empty()
            : ByteRange.parse(range, size);
    if (part.isPresent() && !part.get().startsWithin(size)) {
      return io.tradeguard.web.Problem.of(416, "The range starts past the file's end.")
          .withHeader("Content-Range", "bytes */" + size)
          .toResponse();
    }
    ByteRange bytes = part.orElse(new ByteRange(0, size - 1));
    Response.ResponseBuilder response =
        Response.status(part.isPresent() ? 206 : 200)
            .type(file.mimeType())
            .header(HttpHeaders.ETAG, tag)
            .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
            .header(HttpHeaders.CONTENT_LENGTH, bytes.length())
            .header("Accept-Ranges", "bytes")
            .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(file.filename()))
            .header("Repr-Digest", digest(file));
    if (part.isPresent()) {
      response.header("Content-Range", "bytes " + bytes.first() + "-" + bytes.last() + "/" + size);
    }
    if (withBody) {
      slot.take(caller.userId());
      response.entity(stream(files.open(file, bytes.first(), bytes.length())));
    }
    return response.build();
  }

  private static String digest(UserFile file) {
    return "sha-256=:"
        + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(file.sha256()))
        + ":";
  }

  private static StreamingOutput stream(InputStream bytes) {
    return out -> {
      try (bytes) {
        byte[] buffer = new byte[BUFFER];
        for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
          out.write(buffer, 0, count);
        }
      }
    };
  }
}
