package io.tradeguard.marketdata;

import java.util.Locale;

/** How a file of market data is written. */
public enum FileForm {
  CSV,
  JSON;

  /** Returns the form that a file's name promises: its ending decides, and CSV is any other. */
  public static FileForm ofName(String filename) {
    return filename.toLowerCase(Locale.ROOT).endsWith(".json") ? JSON : CSV;
  }
}
