package io.tradeguard.web.transfer;

import io.tradeguard.web.BodyGuard;
import io.tradeguard.web.Endpoints;
import io.tradeguard.web.Json;
import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * Reads the body of every JSON call, once its caller may make it: whole, within a time and a size,
 * before any parser sees a byte of it.
 */
@Provider
@Priority(4000)
public class JsonBodyFilter implements ContainerRequestFilter {
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final MediaType MERGE_PATCH = new MediaType("application", "merge-patch+json");

  @Context ResourceInfo matched;
  @Inject TransferWatch watch;

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    if (Endpoints.takesRecord(matched)) {
      long length = BodyGuard.declaredLength(request);
      if (length == 0 || (length < 0 && request.getHeaderString("Transfer-Encoding") == null)) {
        throw ProblemException.badRequest("The body is empty; a JSON object is needed.");
      }
      checkType(request);
      if (length > Json.MAX_BYTES) {
        throw tooLong();
      }
      request.setEntityStream(new ByteArrayInputStream(read(request)));
    }
  }

  private static void checkType(ContainerRequestContext request) {
    MediaType type = request.getMediaType();
    boolean patch = HttpMethod.PATCH.equals(request.getMethod());
    if (type == null
        || !(isSame(type, MediaType.APPLICATION_JSON_TYPE)
            || (patch && isSame(type, MERGE_PATCH)))) {
      throw ProblemException.unsupported(
          "The body must be application/json"
              + (patch ? " or application/merge-patch+json" : "")
              + ".");
    }
    String charset = type.getParameters().get(MediaType.CHARSET_PARAMETER);
    if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
      throw ProblemException.unsupported("The charset of a JSON body must be UTF-8.");
    }
    if (request.getHeaderString(HttpHeaders.CONTENT_ENCODING) != null) {
      throw ProblemException.unsupported("An encoded body is not supported.");
    }
  }

  /** Compares the words, since a wildcard is compatible with everything. */
  private static boolean isSame(MediaType sent, MediaType taken) {
    return sent.getType().equalsIgnoreCase(taken.getType())
        && sent.getSubtype().equalsIgnoreCase(taken.getSubtype());
  }

  private byte[] read(ContainerRequestContext request) throws IOException {
    Transfer transfer = watch.addBody(Client.of(request), TIME);
    try {
      byte[] document =
          new WatchedInput(request.getEntityStream(), transfer).readNBytes(Json.MAX_BYTES + 1);
      if (document.length > Json.MAX_BYTES) {
        throw tooLong();
      }
      return document;
    } catch (SlowClientException e) {
      throw new ProblemException(
          Problem.of(408, "The body of this call must arrive within 10 seconds."));
    } finally {
      watch.remove(transfer);
    }
  }

  private static ProblemException tooLong() {
    return new ProblemException(Problem.of(413, "A JSON body may have at most 1048576 bytes."));
  }
}
