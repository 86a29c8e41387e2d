package io.tradeguard.marketdata.text;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Names the encoding of a text that is none of those we read, so that a refusal can say what to
 * convert from. A guess by the bytes above ASCII; it decides nothing.
 */
public final class ForeignEncoding {
  private static final double MOST = 0.8;

  private ForeignEncoding() {}

  /**
   * Returns the likely encoding's name; empty where there is no telling.
   *
   * @param sample the first bytes of a file
   */
  public static Optional<String> of(byte[] sample) {
    if (TextEncoding.startsWith(sample, 0xFF, 0xFE, 0, 0)
        || TextEncoding.startsWith(sample, 0, 0, 0xFE, 0xFF)) {
      return Optional.of("UTF-32");
    }
    int[] zeros = new int[2];
    int high = 0;
    int kana = 0;
    int common = 0;
    int cyrillic = 0;
    int inRuns = 0;
    for (int i = 0; i < sample.length; i++) {
      int b = sample[i] & 0xff;
      zeros[i % 2] += b == 0 ? 1 : 0;
      boolean before = i > 0 && sample[i - 1] < 0;
      boolean after = i + 1 < sample.length && sample[i + 1] < 0;
      if (b >= 0x80) {
        high++;
        inRuns += before || after ? 1 : 0;
        kana += (b == 0x82 || b == 0x83) ? 2 : 0;
        common += b >= 0xB0 && b <= 0xD7 ? 2 : 0;
        cyrillic += b >= 0xC0 || b == 0xA8 || b == 0xB8 ? 1 : 0;
      }
    }
    if (zeros[0] + zeros[1] > sample.length / 4 && Math.min(zeros[0], zeros[1]) == 0) {
      return Optional.of("UTF-16 without a byte order mark");
    }
    if (high == 0) {
      return Optional.empty();
    }
    if (kana >= MOST * high && decodes(sample, "windows-31j")) {
      return Optional.of("Shift_JIS");
    }
    if (inRuns >= MOST * high) {
      if (cyrillic >= MOST * high && common < MOST * high) {
        return Optional.of("Windows-1251");
      }
      if (decodes(sample, "GBK")) {
        return Optional.of("GBK");
      }
    }
    return Optional.of("Windows-1252 (Latin 1)");
  }

  private static boolean decodes(byte[] sample, String charset) {
    return Charset.isSupported(charset)
        && TextEncoding.decode(sample, Charset.forName(charset)).isPresent();
  }
}
