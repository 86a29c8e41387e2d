package io.tradeguard.files;

import io.tradeguard.quota.UserFile;
import java.time.Instant;

/**
 * A file as its owner sees it.
 *
 * @param sha256 in lower-case hexadecimal
 */
public record FileView(
    long id,
    String filename,
    long fileSizeBytes,
    String mimeType,
    String sha256,
    Instant createdAt) {

  public static FileView of(UserFile file) {
    return new FileView(
        file.id(),
        file.filename(),
        file.fileSizeBytes(),
        file.mimeType(),
        file.sha256(),
        file.createdAt());
  }
}
