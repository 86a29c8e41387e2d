package io.tradeguard.web;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/**
 * Reads the entity of every call, and never lets another reader come to it: servers bring readers
 * of their own, chosen by the type that the client names, which know neither our bounds nor our
 * strictness.
 */
@Provider
public class JsonReader implements ReaderInterceptor {
  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    byte[] document = context.getInputStream().readNBytes(Json.MAX_BYTES + 1);
    if (!context.getType().isRecord() || document.length > Json.MAX_BYTES) {
      throw new IllegalStateException("No call reads its body in this way");
    }
    if (document.length == 0) {
      throw ProblemException.badRequest("The body is empty; a JSON object is needed.");
    }
    return Json.read(document, context.getType());
  }
}
