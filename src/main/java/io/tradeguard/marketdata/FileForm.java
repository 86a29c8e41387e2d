package io.tradeguard.marketdata;

/** How a file of market data is written. */
public enum FileForm {
  CSV,
  JSON
}
