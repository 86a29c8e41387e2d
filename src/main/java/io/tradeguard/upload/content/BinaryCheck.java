package io.tradeguard.upload.content;

import io.tradeguard.marketdata.text.TextEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.ParseContext;
import org.jspecify.annotations.Nullable;

/**
 * Refuses by its first bytes a file that is something else, and says what; hands all others on. A
 * name in the text that merely looks like another format's mark is no reason: beside markup, only
 * what is no text is foreign.
 */
final class BinaryCheck implements ContentCheck {
  private static final int SAMPLE_BYTES = TextEncoding.SAMPLE_BYTES;
  private static final MimeTypes TYPES =
      MimeTypes.getDefaultMimeTypes(BinaryCheck.class.getClassLoader());
  private static final Set<String> LEFT_TO_THE_PARSER =
      Set.of("text/plain", "text/csv", "application/json", "application/octet-stream");
  private static final Set<String> MARKUP =
      Set.of("text/html", "application/xhtml+xml", "image/svg+xml");

  private final String expected;
  private final Function<byte[], ContentCheck> then;
  private @Nullable ContentCheck next;
  private final byte[] sample = new byte[SAMPLE_BYTES];
  private int sampled;

  /**
   * Stands before another check.
   *
   * @param expected the kind of file that the client promised
   * @param then makes the check that follows, by the file's first bytes
   */
  BinaryCheck(String expected, Function<byte[], ContentCheck> then) {
    this.expected = expected;
    this.then = then;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws ContentException {
    int taken = 0;
    if (next == null) {
      taken = Math.min(length, SAMPLE_BYTES - sampled);
      System.arraycopy(bytes, offset, sample, sampled, taken);
      sampled += taken;
      if (sampled == SAMPLE_BYTES) {
        judge();
      }
    }
    if (taken < length && next != null) {
      next.accept(bytes, offset + taken, length - taken);
    }
  }

  @Override
  public void finish() throws ContentException {
    ContentCheck last = next == null ? judge() : next;
    last.finish();
  }

  private ContentCheck judge() throws ContentException {
    byte[] bytes = Arrays.copyOf(sample, sampled);
    MediaType type = detect(bytes);
    String name = type.getBaseType().toString();
    if (!LEFT_TO_THE_PARSER.contains(name) && (isMarkup(type, name) || !isText())) {
      throw new ForeignContentException(expected, name);
    }
    ContentCheck chosen = then.apply(bytes);
    next = chosen;
    chosen.accept(bytes, 0, sampled);
    return chosen;
  }

  private static MediaType detect(byte[] bytes) {
    try (TikaInputStream in = TikaInputStream.get(bytes)) {
      return TYPES.detect(in, new Metadata(), new ParseContext());
    } catch (IOException e) {
      throw new UncheckedIOException("Detection works in memory", e);
    }
  }

  private static boolean isMarkup(MediaType type, String name) {
    return MARKUP.contains(name)
        || TYPES.getMediaTypeRegistry().isInstanceOf(type, MediaType.APPLICATION_XML);
  }

  private boolean isText() {
    Utf8 utf8 = new Utf8();
    for (int i = 0; i < sampled; i++) {
      int b = sample[i] & 0xff;
      boolean control = b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f';
      if (control || !utf8.accept(b)) {
        return false;
      }
    }
    return true;
  }
}
