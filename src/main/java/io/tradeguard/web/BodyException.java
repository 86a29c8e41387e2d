package io.tradeguard.web;

import java.io.IOException;

/** The client's body broke off or is not as long as it said. */
public final class BodyException extends IOException {
  private static final long serialVersionUID = 1L;

  public BodyException(String message) {
    super(message);
  }

  BodyException(String message, IOException cause) {
    super(message, cause);
  }
}
