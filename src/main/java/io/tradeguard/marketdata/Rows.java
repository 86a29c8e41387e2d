package io.tradeguard.marketdata;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file, one after the other. */
public interface Rows {
  /**
   * Reads the next row.
   *
   * @return null after the last
   * @throws UnusableException if the file is not what its form allows
   * @throws IOException if it cannot be read
   */
  @Nullable Row next() throws IOException;
}
