package io.tradeguard.upload.form;

import io.tradeguard.upload.content.FileType;
import io.tradeguard.web.ProblemException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules on what a client may say its file is. */
public final class DeclaredType {
  private static final Set<String> CHARSETS =
      Set.of("utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf16", "utf-16le", "utf-16be");

  private DeclaredType() {}

  /**
   * Checks a declaration against the file's name.
   *
   * @param contentType the header as sent, null if absent: then the name alone decides
   * @throws ProblemException 415 if it names something else, or a charset that is not taken
   */
  public static void check(@Nullable String contentType, FileType type) {
    if (contentType == null || contentType.isBlank()) {
      return;
    }
    HeaderValue declared = HeaderValue.parse(contentType);
    if (!type.agreesWith(declared.value())) {
      throw ProblemException.unsupported(
          "A file named *%s must be declared as %s or application/octet-stream, or not at all."
              .formatted(type.ending(), type.mediaType()));
    }
    String charset = declared.parameter("charset");
    if (charset != null && !CHARSETS.contains(charset.toLowerCase(Locale.ROOT))) {
      throw ProblemException.unsupported(
          "The charset of a file must be UTF-8, or UTF-16 with a byte order mark.");
    }
  }

  /**
   * Checks how a body is encoded.
   *
   * @param contentEncoding the header as sent, null if absent
   * @param what is encoded, for the refusal
   * @throws ProblemException 415 if it is anything but itself
   */
  public static void checkEncoding(@Nullable String contentEncoding, String what) {
    if (contentEncoding != null && !contentEncoding.trim().equalsIgnoreCase("identity")) {
      throw ProblemException.unsupported(
          "An encoded " + what + " is not supported; send it as it is.");
    }
  }
}
