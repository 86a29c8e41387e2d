package io.tradeguard.upload;

import io.tradeguard.marketdata.MarketDataReader;
import java.io.IOException;
import java.util.function.Function;

/** What other rooms may read of the uploaded files. */
public interface StoredFiles {
  /**
   * Reads a user's file as market data and does something with it; both count as one of the few
   * such works that a node does at once.
   *
   * @throws io.tradeguard.web.ProblemException 404 if the user has no such file, 503 if it cannot
   *     be read now
   */
  <T> T read(long userId, long fileId, Function<MarketDataReader.Result, T> work)
      throws IOException;
}
