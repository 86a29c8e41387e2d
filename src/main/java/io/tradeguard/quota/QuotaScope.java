package io.tradeguard.quota;

/** What a quota limits, in the order in which broken ones are named. */
public enum QuotaScope {
  USER_FILES("user-files"),
  USER_BYTES("user-bytes"),
  GLOBAL("global");

  private final String label;

  QuotaScope(String label) {
    this.label = label;
  }

  /** Returns the name by which clients know this scope. */
  public String label() {
    return label;
  }
}
