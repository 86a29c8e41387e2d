package io.tradeguard.web;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request body that fails once and for all. After a truncated body WildFly's stream throws once
 * and then returns stale bytes of other requests, so a failure here is sticky; and a body shorter
 * than its Content-Length is a failure even where the server reports a plain end.
 */
final class GuardedBody extends BulkStream {
  private final long declared;
  private long read;
  private @Nullable String failure;

  /** Guards a body of a declared length in bytes, -1 if it has none. */
  GuardedBody(InputStream body, long declared) {
    super(body);
    this.declared = declared;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (failure != null) {
      throw new BodyException(failure);
    }
    int count;
    try {
      count = in.read(buffer, offset, length);
    } catch (IOException e) {
      failure = "The body broke off after " + read + " bytes.";
      throw new BodyException(failure, e);
    }
    if (count >= 0) {
      read += count;
    } else if (declared >= 0 && read < declared) {
      failure = "The body ended after " + read + " of " + declared + " bytes.";
      throw new BodyException(failure);
    }
    return count;
  }
}
