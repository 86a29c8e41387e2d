package io.tradeguard.upload;

import java.io.IOException;

/** The client sends more slowly than the minimum rate. */
final class SlowBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  SlowBodyException() {
    super("The body comes too slowly");
  }
}
