package io.tradeguard.upload.content;

import io.tradeguard.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * A file's name as its owner knows it, safe to show and to send back: no path, no control, no mark
 * that turns the reading direction, in Unicode's composed form. It never names anything on a disk.
 *
 * @param value 1 to 255 bytes in UTF-8, as much as a file system of today takes
 * @param type the kind of file that the name's ending promises
 */
public record FileName(String value, FileType type) {
  static final int MAX_BYTES = 255;

  /**
   * Takes a name as a client sent it, null if it sent none.
   *
   * @throws ProblemException 400 if nothing usable remains or too much, 415 for another ending
   */
  public static FileName of(@Nullable String raw) {
    String name = raw == null ? "" : sanitise(raw);
    if (name.isEmpty()) {
      throw ProblemException.badRequest("A file name is needed.");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw ProblemException.badRequest("A file name may have at most 255 bytes in UTF-8.");
    }
    return new FileName(
        name,
        FileType.ofName(name)
            .orElseThrow(
                () -> ProblemException.unsupported("The file name must end in .csv or .json.")));
  }

  private static String sanitise(String raw) {
    String last = raw.substring(Math.max(raw.lastIndexOf('/'), raw.lastIndexOf('\\')) + 1);
    StringBuilder kept = new StringBuilder(last.length());
    last.codePoints().filter(FileName::isHarmless).forEach(kept::appendCodePoint);
    return Normalizer.normalize(kept, Normalizer.Form.NFC).strip();
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> character == 0x200C || character == 0x200D;
      default -> true;
    };
  }
}
