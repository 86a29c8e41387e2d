package io.tradeguard.marketdata;

/** Ends the reading of a file; what it carries becomes the reader's answer. */
public final class UnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Unusable unusable;

  public UnusableException(Unusable unusable) {
    super(unusable.detail(), null, false, false);
    this.unusable = unusable;
  }

  public Unusable unusable() {
    return unusable;
  }
}
