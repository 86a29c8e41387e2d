package io.tradeguard.web;

/** Reads ids from paths, the same on every server. */
public final class Ids {
  private Ids() {}

  /**
   * Returns the id that a path segment is.
   *
   * @throws ProblemException 404 if it cannot be one: there is nothing under such a path
   */
  public static long parse(String segment) {
    if (segment.matches("[1-9][0-9]{0,18}")) {
      try {
        return Long.parseLong(segment);
      } catch (NumberFormatException e) {
        throw ProblemException.notFound();
      }
    }
    throw ProblemException.notFound();
  }
}
