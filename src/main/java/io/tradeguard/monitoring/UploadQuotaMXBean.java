package io.tradeguard.monitoring;

/** What is stored and may be; figures of the database are -1 while it cannot be asked. */
public interface UploadQuotaMXBean {
  long getUsedBytes();

  long getReservedBytes();

  long getLimitBytes();

  long getFiles();

  long getUsers();

  /** Uploads under way, on all nodes. */
  long getReservations();

  /** Bytes by which counters were wrong when this node last compared them. */
  long getDriftBytes();

  /** Files by which counters were wrong when this node last compared them. */
  long getDriftFiles();

  /** Reservations that this node released because their lease had ended. */
  long getReapedReservations();

  /**
   * Compares all counters with the stored files and repairs them.
   *
   * @return what was found
   */
  String reconcileNow();
}
