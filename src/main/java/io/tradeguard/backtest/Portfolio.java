package io.tradeguard.backtest;

/** Cash or shares, never both: every entry spends all cash, every exit sells all shares. */
final class Portfolio {
  private double cash;
  private double shares;
  private double paid;
  private int entries;
  private int closed;
  private int won;

  Portfolio(double cash) {
    this.cash = cash;
  }

  /** Does what a signal says, if it can be done; returns whether it was. */
  boolean follow(Signal signal, double price) {
    if (signal == Signal.ENTER && shares == 0) {
      paid = cash;
      shares = cash / price;
      cash = 0;
      entries++;
      return true;
    }
    if (signal == Signal.EXIT && shares > 0) {
      cash = shares * price;
      shares = 0;
      closed++;
      if (cash > paid) {
        won++;
      }
      return true;
    }
    return false;
  }

  double value(double price) {
    return shares > 0 ? shares * price : cash;
  }

  int entries() {
    return entries;
  }

  int closed() {
    return closed;
  }

  int won() {
    return won;
  }
}
