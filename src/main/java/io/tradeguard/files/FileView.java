package io.tradeguard.files;

import io.tradeguard.marketdata.MarketData;
import io.tradeguard.quota.UserFile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file as its owner sees it.
 *
 * @param sha256 in lower-case hexadecimal
 * @param marketData what the file was understood to be; null while nobody has looked
 */
public record FileView(
    long id,
    String filename,
    long fileSizeBytes,
    String mimeType,
    String sha256,
    Instant createdAt,
    @Nullable MarketData marketData) {

  public static FileView of(UserFile file, @Nullable MarketData marketData) {
    return new FileView(
        file.id(),
        file.filename(),
        file.fileSizeBytes(),
        file.mimeType(),
        file.sha256(),
        file.createdAt(),
        marketData);
  }
}
