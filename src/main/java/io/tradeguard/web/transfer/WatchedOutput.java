package io.tradeguard.web.transfer;

import java.io.IOException;
import java.io.OutputStream;

/** What a client is sent, written under watch, in pieces so small that a slow reader takes one. */
final class WatchedOutput extends OutputStream {
  static final int PIECE = 8192;

  private final OutputStream out;
  private final Transfer transfer;

  WatchedOutput(OutputStream out, Transfer transfer) {
    this.out = out;
    this.transfer = transfer;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; done += PIECE) {
      int from = offset + done;
      int count = Math.min(PIECE, length - done);
      transfer.watch(
          () -> {
            out.write(bytes, from, count);
            return count;
          });
    }
  }

  @Override
  public void flush() throws IOException {
    transfer.watch(
        () -> {
          out.flush();
          return 0;
        });
  }

  @Override
  public void close() throws IOException {
    transfer.watch(
        () -> {
          out.close();
          return 0;
        });
  }
}
