package io.tradeguard.store;

import java.io.IOException;

/** The store has no room for the bytes. */
public final class StoreFullException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreFullException(IOException cause) {
    super("The store is full", cause);
  }
}
