package io.tradeguard.marketdata;

import io.tradeguard.marketdata.text.Cells;
import java.util.List;

/**
 * One row of a file, or one entry of a JSON array.
 *
 * @param number from 1, blank rows counted, as a spreadsheet shows it
 * @param cells as they stand there; an absent JSON value is an empty one
 */
public record Row(long number, List<String> cells) {

  /** Returns a cell without surrounding white space, empty where the row is too short. */
  public String cell(int column) {
    return column < 0 || column >= cells.size() ? "" : Cells.strip(cells.get(column));
  }

  public boolean isBlank() {
    return width() == 0;
  }

  public boolean isComment() {
    String first = cell(0);
    return first.startsWith("#") || first.startsWith("//");
  }

  /** Returns how many cells there are up to the last that is not empty. */
  public int width() {
    int width = cells.size();
    while (width > 0 && Cells.isBlank(cells.get(width - 1))) {
      width--;
    }
    return width;
  }
}
