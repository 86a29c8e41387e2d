package io.tradeguard.quota;

import jakarta.ejb.ApplicationException;

/** The user has as many uploads under way, over all nodes, as are allowed at once. */
@ApplicationException(rollback = true)
public class TooManyUploadsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int limit;

  public TooManyUploadsException(int limit) {
    super("More than " + limit + " uploads at once");
    this.limit = limit;
  }

  public int limit() {
    return limit;
  }
}
