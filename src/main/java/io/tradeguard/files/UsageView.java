package io.tradeguard.files;

import io.tradeguard.quota.Usage;

/** What a user stores and may store, as the user sees it. */
public record UsageView(
    long usedBytes,
    long fileCount,
    long quotaBytes,
    long quotaFiles,
    long reservedBytes,
    long reservedFiles,
    long remainingBytes,
    long remainingFiles) {

  static UsageView of(Usage usage) {
    return new UsageView(
        usage.usedBytes(),
        usage.fileCount(),
        usage.quotaBytes(),
        usage.quotaFiles(),
        usage.reservedBytes(),
        usage.reservedFiles(),
        usage.remainingBytes(),
        usage.remainingFiles());
  }
}
