package io.tradeguard.upload.content;

import io.tradeguard.upload.form.HeaderValue;
import io.tradeguard.web.ProblemException;
import org.jspecify.annotations.Nullable;

/** The rules on what a client may say its file is. */
public final class DeclaredType {
  private DeclaredType() {}

  /**
   * Checks a declaration against the file's name.
   *
   * @param contentType the header as sent, null if absent
   * @throws ProblemException 415 if it is absent, another type, or another charset than UTF-8
   */
  public static void check(@Nullable String contentType, FileType type) {
    if (contentType == null || contentType.isBlank()) {
      throw ProblemException.unsupported(
          "The file's media type must be declared: Content-Type "
              + type.mediaType()
              + ", in a form on the part itself.");
    }
    HeaderValue declared = HeaderValue.parse(contentType);
    if (!type.agreesWith(declared.value())) {
      throw ProblemException.unsupported(
          "A file named *"
              + type.ending()
              + " must be declared as "
              + type.mediaType()
              + " or application/octet-stream.");
    }
    String charset = declared.parameter("charset");
    if (charset != null
        && !charset.equalsIgnoreCase("utf-8")
        && !charset.equalsIgnoreCase("utf8")) {
      throw ProblemException.unsupported("The charset of a file must be UTF-8.");
    }
  }
}
