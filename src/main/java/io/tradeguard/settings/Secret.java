package io.tradeguard.settings;

/** A value that never shows itself in a log. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
