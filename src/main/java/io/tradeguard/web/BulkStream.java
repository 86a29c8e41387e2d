package io.tradeguard.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream all of whose bytes pass through {@link #read(byte[], int, int)}, so that a subclass has
 * one place to watch them. It promises nothing about what is available without waiting.
 */
public abstract class BulkStream extends FilterInputStream {
  private static final int SKIPPED_AT_ONCE = 8192;

  /** Watches another stream. */
  protected BulkStream(InputStream in) {
    super(in);
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] buffer, int offset, int length) throws IOException;

  @Override
  public final long skip(long count) throws IOException {
    if (count <= 0) {
      return 0;
    }
    byte[] waste = new byte[(int) Math.min(SKIPPED_AT_ONCE, count)];
    return Math.max(0, read(waste, 0, waste.length));
  }

  /** Returns 0: some servers' streams claim bytes here after they have failed. */
  @Override
  public final int available() {
    return 0;
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
