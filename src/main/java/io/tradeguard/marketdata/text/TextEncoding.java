package io.tradeguard.marketdata.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How the text of a file is encoded, as far as its beginning proves it: UTF-8 by its own form,
 * UTF-16 by its byte order mark, GB 18030 by a heading that only makes sense in it.
 */
public enum TextEncoding {
  UTF_8("UTF-8", StandardCharsets.UTF_8),
  UTF_16LE("UTF-16", StandardCharsets.UTF_16LE),
  UTF_16BE("UTF-16", StandardCharsets.UTF_16BE),
  GB_18030("GB18030", Charset.forName("GB18030"));

  /** How much of a file's beginning is enough to judge it by. */
  public static final int SAMPLE_BYTES = 8192;

  private final String label;
  private final Charset charset;

  TextEncoding(String label, Charset charset) {
    this.label = label;
    this.charset = charset;
  }

  /** Returns its common name. */
  public String label() {
    return label;
  }

  /** Returns the charset to decode with; a byte order mark comes out as a character. */
  public Charset charset() {
    return charset;
  }

  /**
   * Finds a file's encoding.
   *
   * @param sample the file's first bytes, as many as there are up to {@link #SAMPLE_BYTES}
   * @return UTF-8 where nothing else is proven; bytes that it cannot have stop its reader
   */
  public static TextEncoding of(byte[] sample) {
    if (startsWith(sample, 0xFF, 0xFE) && !startsWith(sample, 0xFF, 0xFE, 0, 0)) {
      return UTF_16LE;
    }
    if (startsWith(sample, 0xFE, 0xFF)) {
      return UTF_16BE;
    }
    if (decode(sample, StandardCharsets.UTF_8).isPresent()) {
      return UTF_8;
    }
    boolean provenByHeading =
        decode(sample, GB_18030.charset).filter(TextEncoding::hasChineseHeading).isPresent();
    return provenByHeading ? GB_18030 : UTF_8;
  }

  private static boolean hasChineseHeading(String text) {
    return (text.contains("日期") || text.contains("时间")) && text.contains("收盘");
  }

  /** Returns whether some bytes are text in this encoding, up to a last character that is cut. */
  public boolean decodes(byte[] sample) {
    return decode(sample, charset).isPresent();
  }

  /** Decodes a file's beginning, as far as it goes, for a look at its structure. */
  public static String text(byte[] sample, TextEncoding encoding) {
    String text = new String(sample, encoding.charset);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Decodes a sample, whose last character may be cut; empty if it is not in the charset. */
  public static Optional<String> decode(byte[] sample, Charset charset) {
    CharBuffer text = CharBuffer.allocate(sample.length + 1);
    boolean malformed =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(sample), text, false)
            .isError();
    return malformed ? Optional.empty() : Optional.of(text.flip().toString());
  }

  public static boolean startsWith(byte[] sample, int... bytes) {
    if (sample.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((sample[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
