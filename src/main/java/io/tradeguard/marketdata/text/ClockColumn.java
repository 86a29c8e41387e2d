package io.tradeguard.marketdata.text;

/** A time of the day in a column of its own, which may be bare digits that lost their zeros. */
public final class ClockColumn {
  private static final int WITH_SECONDS = 6;
  private static final int WITHOUT_SECONDS = 4;

  private ClockColumn() {}

  /** Returns whether a cell can be a time of the day. */
  public static boolean isClock(String cell) {
    TimeCell time = cell.isEmpty() ? null : ClockText.parse(new Scanner(colons(cell)));
    return time != null;
  }

  /** Writes bare digits out: 93000 is 9:30:00, 930 is 9:30, 0 is midnight. */
  public static String colons(String cell) {
    if (!Cells.isDigits(cell) || cell.length() > WITH_SECONDS) {
      return cell;
    }
    if (cell.length() <= 2) {
      return Integer.parseInt(cell) == 0 ? "00:00" : "?" + cell;
    }
    int width = cell.length() > WITHOUT_SECONDS ? WITH_SECONDS : WITHOUT_SECONDS;
    return "0".repeat(width - cell.length()) + cell;
  }
}
