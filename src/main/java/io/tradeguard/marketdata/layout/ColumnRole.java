package io.tradeguard.marketdata.layout;

import java.util.List;
import java.util.Locale;

/** What a column may hold that a bar is made of. */
public enum ColumnRole {
  TIME,
  OPEN,
  HIGH,
  LOW,
  CLOSE,
  VOLUME;

  /** The prices that every bar has. */
  public static final List<ColumnRole> PRICES = List.of(OPEN, HIGH, LOW, CLOSE);

  /** Returns the name by which answers and refusals speak of it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
