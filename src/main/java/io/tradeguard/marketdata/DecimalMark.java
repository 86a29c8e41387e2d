package io.tradeguard.marketdata;

import io.tradeguard.marketdata.text.NumberText;
import java.math.BigDecimal;
import java.util.List;

/**
 * Whether a file writes a point or a comma before its decimals. Its first rows decide; where they
 * prove nothing, a comma means decimals only where it does not separate the cells. Whatever is then
 * written otherwise is refused, and so is a file in which every such number could be read both ways
 * and the two ways give different series.
 */
public final class DecimalMark {
  /** What JSON has between its cells: there the grammar knows a point only. */
  public static final char JSON = '\0';

  /** How much larger one price may be than the one beside it: decimals lie a thousand apart. */
  private static final double MAX_STEP = 10;

  private final char separator;
  private final char mark;
  private final char other;
  private boolean proven;
  private boolean whole;
  private boolean decimal;
  private boolean grouped;
  private boolean leaping;
  private String before = "";
  private boolean beforeDoubtful;
  private long doubtfulRow;
  private String doubtful = "";
  private String doubtfulColumn = "";

  /**
   * Decides by the first rows.
   *
   * @param separator of the file's cells, or {@link #JSON}
   * @param prices stripped cells that hold prices
   */
  public DecimalMark(char separator, List<String> prices) {
    int points = 0;
    int commas = 0;
    boolean anyComma = false;
    for (String price : prices) {
      boolean point = NumberText.parse(price, '.') != null;
      boolean comma = NumberText.parse(price, ',') != null;
      points += point && !comma ? 1 : 0;
      commas += comma && !point ? 1 : 0;
      anyComma |= price.indexOf(',') >= 0;
    }
    boolean byRows =
        commas > points || (points == commas && anyComma && separator != ',' && separator != JSON);
    this.separator = separator;
    this.mark = byRows ? ',' : '.';
    this.other = byRows ? '.' : ',';
  }

  public char mark() {
    return mark;
  }

  /** Returns what stands before the decimals if {@link #mark()} does not. */
  public char other() {
    return other;
  }

  /** Takes note of a price that was read. */
  public void saw(long row, String column, String price) {
    if (proven) {
      return;
    }
    boolean marked = price.indexOf(mark) >= 0;
    boolean plain = !marked && price.indexOf(other) < 0;
    if (!plain
        && (NumberText.parse(price, other) == null
            || (marked && mark == '.' && separator == JSON))) {
      proven = true;
      return;
    }
    follow(price, !plain);
    if (plain) {
      whole = true;
      return;
    }
    decimal |= marked;
    grouped |= !marked;
    if (doubtfulRow == 0) {
      doubtfulRow = row;
      doubtful = price;
      doubtfulColumn = column;
    }
  }

  /** Prices that stand side by side are of one size if they are understood. */
  private void follow(String price, boolean doubtful) {
    if (doubtful != beforeDoubtful && !before.isEmpty()) {
      double one = value(before);
      double next = value(price);
      leaping |= one > 0 && next > 0 && (next > MAX_STEP * one || one > MAX_STEP * next);
    }
    before = price;
    beforeDoubtful = doubtful;
  }

  private double value(String price) {
    BigDecimal number = NumberText.parse(price, mark);
    return number == null ? 0 : number.doubleValue();
  }

  /**
   * Ends the file; returns what its owner should know of the numbers.
   *
   * @throws UnusableException if its numbers can be read in two ways that differ
   */
  public List<String> settle() {
    if (proven || doubtfulRow == 0) {
      return List.of();
    }
    // Between cells that commas separate, and in JSON, a comma was put to set thousands apart.
    boolean thousands = grouped && !decimal && !leaping && (separator == ',' || separator == JSON);
    if ((whole && !thousands) || (grouped && decimal)) {
      refuseIfDoubtful();
    }
    return List.of(
        "Prices such as '%s' were read as %s."
            .formatted(Unusable.cut(doubtful), decimal ? "decimals" : "thousands"));
  }

  /**
   * Refuses the file if it has numbers that could be read otherwise: for when their present reading
   * makes no sense and the other one does.
   *
   * @throws UnusableException that names the first of them
   */
  public void refuseIfDoubtful() {
    if (!proven && doubtfulRow > 0) {
      throw new UnusableException(
          Unusable.cell(
              Unusable.Reason.AMBIGUOUS_NUMBERS,
              doubtfulRow,
              doubtfulColumn,
              doubtful,
              "may hold thousands or decimals, and no row of the file tells which. Write prices"
                  + " without thousands separators and with a decimal point, such as 1234.50."));
    }
  }
}
