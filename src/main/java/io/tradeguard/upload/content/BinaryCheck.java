package io.tradeguard.upload.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.ParseContext;

/**
 * Refuses by its first bytes a file that is something else, and says what; hands all others on. A
 * name in the text that merely looks like another format's mark is no reason: beside markup, only
 * what is no text is foreign.
 */
final class BinaryCheck implements ContentCheck {
  private static final int SAMPLE_BYTES = 8192;
  private static final MimeTypes TYPES =
      MimeTypes.getDefaultMimeTypes(BinaryCheck.class.getClassLoader());
  private static final Set<String> LEFT_TO_THE_PARSER =
      Set.of("text/plain", "text/csv", "application/json", "application/octet-stream");
  private static final Set<String> MARKUP =
      Set.of("text/html", "application/xhtml+xml", "image/svg+xml");

  private final String expected;
  private final ContentCheck next;
  private final byte[] sample = new byte[SAMPLE_BYTES];
  private int sampled;
  private boolean judged;

  /**
   * Stands before another check.
   *
   * @param expected the kind of file that the client promised
   */
  BinaryCheck(String expected, ContentCheck next) {
    this.expected = expected;
    this.next = next;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws ContentException {
    int taken = 0;
    if (!judged) {
      taken = Math.min(length, SAMPLE_BYTES - sampled);
      System.arraycopy(bytes, offset, sample, sampled, taken);
      sampled += taken;
      if (sampled == SAMPLE_BYTES) {
        judge();
      }
    }
    if (taken < length) {
      next.accept(bytes, offset + taken, length - taken);
    }
  }

  @Override
  public void finish() throws ContentException {
    if (!judged) {
      judge();
    }
    next.finish();
  }

  private void judge() throws ContentException {
    judged = true;
    MediaType type = detect();
    String name = type.getBaseType().toString();
    if (!LEFT_TO_THE_PARSER.contains(name) && (isMarkup(type, name) || !isText())) {
      throw new ForeignContentException(expected, name);
    }
    next.accept(sample, 0, sampled);
  }

  private MediaType detect() {
    byte[] bytes = java.util.Arrays.copyOf(sample, sampled);
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
