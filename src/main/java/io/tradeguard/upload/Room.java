package io.tradeguard.upload;

/** Grants room for a file that grows as it comes. */
@FunctionalInterface
interface Room {
  /**
   * Makes sure that so many bytes may be stored.
   *
   * @param total the bytes of the file up to now
   * @throws RuntimeException where there is no more room
   */
  void ensure(long total);
}
