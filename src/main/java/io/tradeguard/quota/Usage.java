package io.tradeguard.quota;

import java.util.Optional;

/**
 * What a user stores, has reserved, and may store.
 *
 * @param usedBytes the sum of the stored files' sizes
 */
public record Usage(
    long usedBytes,
    int fileCount,
    long reservedBytes,
    int reservedFiles,
    long quotaBytes,
    int quotaFiles) {

  /** Returns what is left, never negative, though a quota may be lowered below the usage. */
  public long remainingBytes() {
    return Math.max(0, quotaBytes - usedBytes - reservedBytes);
  }

  public int remainingFiles() {
    return Math.max(0, quotaFiles - fileCount - reservedFiles);
  }

  /** Returns which quota refuses this much more: the first one, by the order of the scopes. */
  Optional<QuotaRefusal> refusal(int files, long bytes) {
    if (files > 0 && files > (long) quotaFiles - fileCount - reservedFiles) {
      return Optional.of(
          new QuotaRefusal(QuotaScope.USER_FILES, quotaFiles, fileCount, reservedFiles, files));
    }
    if (bytes > quotaBytes - usedBytes - reservedBytes) {
      return Optional.of(
          new QuotaRefusal(QuotaScope.USER_BYTES, quotaBytes, usedBytes, reservedBytes, bytes));
    }
    return Optional.empty();
  }
}
