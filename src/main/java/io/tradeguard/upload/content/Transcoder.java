package io.tradeguard.upload.content;

import io.tradeguard.marketdata.text.TextEncoding;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Hands a text in another encoding on as UTF-8, in constant memory. */
final class Transcoder implements ContentCheck {
  private static final int LONGEST_CHARACTER = 4;
  private static final int CHARACTERS = 4096;

  private final TextEncoding encoding;
  private final CsvCheck next;
  private final CharsetDecoder decoder;
  private final ByteBuffer pending;
  private final CharBuffer text = CharBuffer.allocate(CHARACTERS);

  /** Stands before a check that takes UTF-8. */
  Transcoder(TextEncoding encoding, CsvCheck next) {
    this.encoding = encoding;
    this.next = next;
    this.decoder =
        encoding
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.pending = ByteBuffer.allocate(CHARACTERS + LONGEST_CHARACTER);
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws ContentException {
    int at = offset;
    while (at < offset + length) {
      int some = Math.min(pending.remaining(), offset + length - at);
      pending.put(bytes, at, some);
      at += some;
      decode(false);
    }
  }

  private void decode(boolean end) throws ContentException {
    pending.flip();
    CoderResult result;
    do {
      result = decoder.decode(pending, text, end);
      push();
      if (result.isError()) {
        throw next.malformed(
            "the bytes are not valid " + encoding.label() + ". Save the file as UTF-8.");
      }
    } while (result.isOverflow());
    pending.compact();
  }

  private void push() throws ContentException {
    text.flip();
    // A surrogate that waits for its other half stays behind.
    int end = text.limit();
    boolean half = end > 0 && Character.isHighSurrogate(text.get(end - 1));
    String whole = text.subSequence(0, half ? end - 1 : end).toString();
    text.position(half ? end - 1 : end);
    text.compact();
    byte[] utf8 = whole.getBytes(StandardCharsets.UTF_8);
    next.accept(utf8, 0, utf8.length);
  }

  @Override
  public void finish() throws ContentException {
    decode(true);
    next.finish();
  }
}
