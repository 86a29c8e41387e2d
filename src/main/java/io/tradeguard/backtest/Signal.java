package io.tradeguard.backtest;

/** What a strategy says at the close of a bar. */
enum Signal {
  ENTER,
  EXIT,
  HOLD
}
