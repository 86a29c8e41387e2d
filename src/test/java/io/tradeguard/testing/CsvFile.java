package io.tradeguard.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes valid CSV files of an exact size. */
public final class CsvFile {
  private static final byte[] HEAD = "date,close\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ROW = "2013-01-02,549.03\n".getBytes(StandardCharsets.US_ASCII);

  private CsvFile() {}

  /** Returns a file of exactly so many bytes, at least 40. */
  public static byte[] ofSize(int bytes) {
    byte[] file = new byte[bytes];
    System.arraycopy(HEAD, 0, file, 0, HEAD.length);
    int at = HEAD.length;
    while (bytes - at >= 2 * ROW.length) {
      System.arraycopy(ROW, 0, file, at, ROW.length);
      at += ROW.length;
    }
    // The last row takes what is left: more digits.
    byte[] start = "2013-01-03,1".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(start, 0, file, at, start.length);
    Arrays.fill(file, at + start.length, bytes - 1, (byte) '0');
    file[bytes - 1] = '\n';
    return file;
  }
}
