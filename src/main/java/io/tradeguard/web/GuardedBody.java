package io.tradeguard.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request body that fails once and for all. After a truncated body WildFly's stream throws once
 * and then returns stale bytes of other requests, so a failure here is sticky; and a body shorter
 * than its Content-Length is a failure even where the server reports a plain end.
 */
final class GuardedBody extends FilterInputStream {
  private final long declared;
  private long read;
  private @Nullable String failure;

  /** Guards a body of a declared length in bytes, -1 if it has none. */
  GuardedBody(InputStream body, long declared) {
    super(body);
    this.declared = declared;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (failure != null) {
      throw new BodyException(failure);
    }
    int count;
    try {
      count = super.read(buffer, offset, length);
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

  @Override
  public long skip(long count) throws IOException {
    byte[] waste = new byte[(int) Math.min(8192, Math.max(1, count))];
    int skipped = read(waste, 0, (int) Math.min(waste.length, count));
    return Math.max(0, skipped);
  }

  /** Returns 0: what a server claims here cannot be trusted after a failure. */
  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
