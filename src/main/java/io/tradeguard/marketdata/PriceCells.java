package io.tradeguard.marketdata;

import io.tradeguard.marketdata.layout.Layout;
import io.tradeguard.marketdata.text.Cells;
import io.tradeguard.marketdata.text.NumberText;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads the cells of a row that hold prices and the volume. */
final class PriceCells {
  private static final BigDecimal MAX_PRICE = new BigDecimal("1E15");

  private final Layout layout;
  private final DecimalMark decimals;

  PriceCells(Layout layout, DecimalMark decimals) {
    this.layout = layout;
    this.decimals = decimals;
  }

  /** Returns a price, null if it is 0 or not there. */
  @Nullable BigDecimal price(Row row, int column) {
    String text = row.cell(column);
    if (Cells.isNothing(text)) {
      return null;
    }
    BigDecimal price = NumberText.parse(text, decimals.mark());
    if (price == null) {
      throw refusal(
          row,
          column,
          NumberText.isTooLong(text, decimals.mark())
              ? "has more digits than are read, %d of which %d decimals. Round it, such as to 1234.56."
                  .formatted(NumberText.MAX_DIGITS, NumberText.MAX_DECIMALS)
              : "is not a number that can be read. Write it like 1234.56.");
    }
    if (price.signum() < 0 || price.compareTo(MAX_PRICE) > 0) {
      throw refusal(row, column, "must be more than 0 and at most 10^15.");
    }
    decimals.saw(row.number(), layout.name(column), text);
    return price.signum() == 0 ? null : price;
  }

  /** Refuses a cell. */
  UnusableException refusal(Row row, int column, String detail) {
    return new UnusableException(
        Unusable.cell(
            Unusable.Reason.BAD_NUMBER,
            row.number(),
            layout.name(column),
            row.cell(column),
            detail));
  }

  /** The volume is shown, never counted with: what cannot be read is not told. */
  @Nullable BigDecimal volume(Row row, int column) {
    String text = row.cell(column);
    return text.isEmpty() ? null : NumberText.parse(text, decimals.mark());
  }
}
