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

  /** A server that lost the length, as Payara does with an Upgrade, would wait for more. */
  private int wanted(int length) {
    return declared < 0 ? length : (int) Math.min(length, declared - read);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (failure != null) {
      throw new BodyException(failure);
    }
    if (declared >= 0 && read == declared && length > 0) {
      return -1;
    }
    int count;
    try {
      count = in.read(buffer, offset, wanted(length));
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
