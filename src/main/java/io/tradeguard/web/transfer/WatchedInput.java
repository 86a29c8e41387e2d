package io.tradeguard.web.transfer;

import io.tradeguard.web.BulkStream;
import java.io.IOException;
import java.io.InputStream;

/** What a client sends, read under watch. */
final class WatchedInput extends BulkStream {
  private final Transfer transfer;

  WatchedInput(InputStream in, Transfer transfer) {
    super(in);
    this.transfer = transfer;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return transfer.watch(() -> in.read(buffer, offset, length));
  }
}
