package io.tradeguard.store;

import java.io.Closeable;
import java.io.IOException;

/** A file being written; closing it before it is published leaves nothing behind. */
public interface PendingFile extends Closeable {
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Makes the file durable and whole under its name; nothing may be written after. */
  void publish() throws IOException;
}
