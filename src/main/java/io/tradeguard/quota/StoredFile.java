package io.tradeguard.quota;

/**
 * What is known of an upload once its bytes are stored.
 *
 * @param filename as its owner knows it, sanitised
 * @param path as the store knows it; unique
 * @param sha256 in lower-case hexadecimal
 */
public record StoredFile(String filename, String path, String mimeType, long bytes, String sha256) {
  public StoredFile {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + bytes);
    }
  }
}
