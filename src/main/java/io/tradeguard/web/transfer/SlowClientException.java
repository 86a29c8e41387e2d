package io.tradeguard.web.transfer;

import java.io.IOException;

/** The client sends or reads too slowly, or too many others of its kind do. */
public final class SlowClientException extends IOException {
  private static final long serialVersionUID = 1L;

  SlowClientException(String message) {
    super(message);
  }
}
