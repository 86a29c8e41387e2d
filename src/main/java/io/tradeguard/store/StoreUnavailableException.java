package io.tradeguard.store;

import io.tradeguard.web.Problem;
import java.io.IOException;

/** The store did not answer in time, or must not be used now. */
public final class StoreUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message) {
    super(message);
  }

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns what to tell a client meanwhile. */
  public static Problem problem() {
    return Problem.of(503, "The file store is unavailable. Try again shortly.")
        .withHeader("Retry-After", "5");
  }
}
