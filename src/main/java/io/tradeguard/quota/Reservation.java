package io.tradeguard.quota;

/**
 * Room that is held for one upload: one file of at most so many bytes.
 *
 * @param id names the reservation, and the bytes while they are written
 * @param bytes at most what the upload may store
 */
public record Reservation(String id, long userId, long bytes) {
  public Reservation {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + bytes);
    }
  }

  /** Returns the generated name under which the store keeps the bytes. */
  public String storageName() {
    return id;
  }
}
