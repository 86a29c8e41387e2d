package io.tradeguard.web.transfer;

/** How long a slow client is waited for. Safe for use by several threads. */
public interface Patience {
  /** Notes that the server now waits for the client. */
  void startWaiting();

  /** Notes that the wait is over, and how many bytes were moved. */
  void arrived(int count);

  /** Whether it is over, the current wait included. */
  boolean isTooSlow();
}
