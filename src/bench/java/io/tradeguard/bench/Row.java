package io.tradeguard.bench;

import java.util.Locale;

/**
 * One line of the table: our figure against another, and the ratio to reach.
 *
 * @param number P1 to P7
 * @param ours the name of our figure in {@link Figures}
 * @param peer what it is compared with, as the table calls it
 * @param theirs the name of that figure
 * @param atLeast whether the ratio is to be at least the goal, rather than at most
 */
record Row(
    String number,
    String measure,
    String ours,
    String peer,
    String theirs,
    boolean atLeast,
    double goal) {

  static Row atLeast(
      String number, String measure, String ours, String peer, String theirs, double goal) {
    return new Row(number, measure, ours, peer, theirs, true, goal);
  }

  static Row atMost(
      String number, String measure, String ours, String peer, String theirs, double goal) {
    return new Row(number, measure, ours, peer, theirs, false, goal);
  }

  /** Returns the line in Markdown; a figure that could not be had is called FAILED. */
  String line(Figures figures) {
    double mine = figures.median(ours);
    double other = figures.median(theirs);
    double ratio = mine / other;
    boolean reached = atLeast ? ratio >= goal : ratio <= goal;
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s: %s | %s | %s %s | %s |",
        number,
        measure,
        figure(mine),
        peer,
        figure(other),
        Double.isNaN(ratio) ? "–" : String.format(Locale.ROOT, "%.2f", ratio),
        atLeast ? "≥" : "≤",
        goal,
        Double.isNaN(ratio) ? "not measured" : reached ? "reached" : "missed");
  }

  private static String figure(double value) {
    if (Double.isNaN(value)) {
      return "FAILED";
    }
    return String.format(Locale.ROOT, value < 1_000 ? "%.1f" : "%,.0f", value);
  }
}
