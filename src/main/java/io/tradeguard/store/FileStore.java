package io.tradeguard.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Keeps bytes under generated names. A file is there whole and durably, or not at all. Failures are
 * {@link StoreFullException} where there is no room, {@link StoreUnavailableException} where the
 * store cannot be reached in time, and other {@link IOException}s.
 */
public interface FileStore {
  /**
   * Starts to write a file that nobody can open before it is published.
   *
   * @param name a generated name: 8 to 64 characters of {@code a-z0-9-}
   */
  PendingFile begin(String name) throws IOException;

  /**
   * Opens a part of a published file.
   *
   * @param from the first byte, counted from 0
   * @param length how many bytes; the file must have them
   * @throws java.nio.file.NoSuchFileException if no such file is published
   */
  InputStream open(String name, long from, long length) throws IOException;

  /** Returns the size in bytes of a published file, or none. */
  OptionalLong size(String name) throws IOException;

  /** Removes a file, published or pending; does nothing where there is none. */
  void delete(String name) throws IOException;

  /** Shows every file, published or pending, in no order; those in quarantine not. */
  void list(Consumer<StoredName> visitor) throws IOException;

  /** Returns where bytes go that nobody seems to own. */
  Quarantine quarantine();

  /** Returns the id of the database whose files these are, empty in a store that is new. */
  Optional<String> marker() throws IOException;

  /** Claims a new store for a database. */
  void mark(String databaseId) throws IOException;
}
