package io.tradeguard.upload;

import io.tradeguard.quota.Reservation;
import io.tradeguard.quota.UploadQuotaManager;

/**
 * The room that one upload holds. A body of unknown length gets more in steps that grow with it, so
 * that a large file asks rarely and a small one holds little; where a step does not fit, exactly
 * what was seen is asked for.
 */
final class GrowingRoom implements Room {
  private static final long LARGEST_STEP = 8 << 20;

  private final UploadQuotaManager quota;
  private final long most;
  private volatile Reservation reservation;

  /**
   * Starts with what is reserved.
   *
   * @param most what the file cannot exceed, so that no step goes beyond; -1 if nobody knows
   */
  GrowingRoom(UploadQuotaManager quota, Reservation reservation, long most) {
    this.quota = quota;
    this.reservation = reservation;
    this.most = most;
  }

  @Override
  public void ensure(long total) {
    if (total > reservation.bytes()) {
      long hoped = total + Math.min(total, LARGEST_STEP);
      reservation =
          quota.grow(reservation, total, most < 0 ? hoped : Math.max(total, Math.min(hoped, most)));
    }
  }

  Reservation reservation() {
    return reservation;
  }
}
