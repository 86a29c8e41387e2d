package io.tradeguard.web.transfer;

import java.io.IOException;

/** The client sends or reads too slowly, or too many others of its kind do. */
public final class SlowClientException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean noticed;

  /** Begins with whether the server itself has failed too, and so closes the connection. */
  SlowClientException(String message, boolean noticed) {
    super(message);
    this.noticed = noticed;
  }

  boolean isNoticedByServer() {
    return noticed;
  }
}
