package io.tradeguard.upload.content;

/**
 * Proves a file's content while it streams past, in constant memory. Bytes are pushed, in pieces of
 * any size, so that no upload needs a second thread; after a refusal a check is spent.
 */
public interface ContentCheck {
  /**
   * Takes the next bytes.
   *
   * @throws ContentException at the first byte that cannot be part of such a file
   */
  void accept(byte[] bytes, int offset, int length) throws ContentException;

  /**
   * Takes the end of the file.
   *
   * @throws ContentException if the file may not end here
   */
  void finish() throws ContentException;
}
