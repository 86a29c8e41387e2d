package io.tradeguard.backtest;

/** What a strategy says at the close of a bar. */
enum Signal {
  ENTER("buy"),
  EXIT("sell"),
  HOLD("");

  private final String side;

  Signal(String side) {
    this.side = side;
  }

  /** Returns what following it does. */
  String side() {
    return side;
  }
}
