package io.tradeguard.store;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Where a store keeps bytes that nobody seems to own, until it is sure that nobody asks for them: a
 * database restored from a backup asks late.
 */
public interface Quarantine {
  /**
   * Moves a file there, published or pending; does nothing where there is none. What a store cannot
   * move, as an unfinished multipart upload, stays where it is.
   */
  void add(String name) throws IOException;

  /**
   * Puts a published file back where it was.
   *
   * @return whether it was there
   */
  boolean takeBack(String name) throws IOException;

  /** Removes a file for good; does nothing where there is none. */
  void delete(String name) throws IOException;

  /** Shows every file, with the time at which it was moved there, in no order. */
  void list(Consumer<StoredName> visitor) throws IOException;
}
