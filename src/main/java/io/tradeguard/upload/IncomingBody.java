package io.tradeguard.upload;

import jakarta.enterprise.context.RequestScoped;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The unread body of the current request. A stream as a parameter of the endpoint will not do:
 * Jersey waits for its first byte before it calls the endpoint, so a client that sends none would
 * never read that its upload does not fit.
 */
@RequestScoped
public class IncomingBody {
  private @Nullable InputStream stream;
  private long declaredLength;

  void set(InputStream body, long length) {
    stream = body;
    declaredLength = length;
  }

  /** Returns whether the request came as far as its endpoint, so that its caller is known. */
  boolean isHere() {
    return stream != null;
  }

  InputStream stream() {
    if (stream == null) {
      throw new IllegalStateException("The endpoint is not marked to take a body");
    }
    return stream;
  }

  /** Returns the Content-Length in bytes, -1 if the body is chunked or absent. */
  long declaredLength() {
    return declaredLength;
  }
}
