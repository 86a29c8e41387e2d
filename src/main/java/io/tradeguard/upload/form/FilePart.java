package io.tradeguard.upload.form;

import io.tradeguard.web.ProblemException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a form's part say of the file in it.
 *
 * @param filename as sent, null if absent
 * @param contentType as sent, null if absent
 */
public record FilePart(@Nullable String filename, @Nullable String contentType) {
  /**
   * Reads a part's headers.
   *
   * @param block the header lines, each with its end
   * @throws ProblemException 400 if the part is not named {@code file}, 415 if it is encoded
   */
  static FilePart parse(String block) {
    Map<String, String> headers = headers(block);
    HeaderValue disposition =
        HeaderValue.parse(headers.getOrDefault("content-disposition", "").trim());
    if (!disposition.value().equals("form-data") || !"file".equals(disposition.parameter("name"))) {
      throw ProblemException.badRequest("The form must have one part, named 'file'.");
    }
    String encoding = headers.getOrDefault("content-transfer-encoding", "binary").trim();
    if (!encoding.toLowerCase(Locale.ROOT).matches("binary|8bit|7bit")) {
      throw ProblemException.unsupported("An encoded part is not supported.");
    }
    DeclaredType.checkEncoding(headers.get("content-encoding"), "file");
    String filename = disposition.extendedParameter("filename");
    return new FilePart(
        filename == null ? null : filename.replace("\\\"", "\""), headers.get("content-type"));
  }

  private static Map<String, String> headers(String block) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String unfolded = block.replaceAll("\r\n[ \t]+", " ");
    for (String line : unfolded.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
      }
    }
    return headers;
  }
}
