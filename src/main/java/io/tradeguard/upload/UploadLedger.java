package io.tradeguard.upload;

import io.tradeguard.files.FileView;
import io.tradeguard.files.FoundMarketData;
import io.tradeguard.marketdata.MarketData;
import io.tradeguard.quota.Reservation;
import io.tradeguard.quota.StoredFile;
import io.tradeguard.quota.UploadQuotaManager;
import io.tradeguard.web.ProblemException;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes an upload true: the file, its charge and the memory of its key in one transaction. */
@Stateless
public class UploadLedger {
  @Inject UploadQuotaManager quota;
  @Inject IdempotencyKeys keys;
  @Inject FoundMarketData found;

  /**
   * Commits an upload whose bytes are safe.
   *
   * @param marketData what the file is; null if that is not known yet
   * @throws io.tradeguard.quota.LeaseLostException if the reservation has ended
   * @throws ProblemException 409 if another attempt holds the idempotency key
   */
  public FileView commit(
      Reservation reservation,
      StoredFile facts,
      @Nullable MarketData marketData,
      Optional<KeyClaim.Held> held) {
    FileView file = FileView.of(quota.commit(reservation, facts), marketData);
    if (marketData != null) {
      found.keep(file.id(), marketData);
    }
    held.ifPresent(
        key -> {
          if (!keys.remember(key, file)) {
            throw ProblemException.conflict("Another attempt of this upload is under way.");
          }
        });
    return file;
  }
}
