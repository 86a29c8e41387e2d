package io.tradeguard.upload;

import io.tradeguard.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.MultipartInput.FileUploadBoundaryException;
import org.apache.commons.fileupload2.core.MultipartInput.MalformedStreamException;
import org.jspecify.annotations.Nullable;

/**
 * A form with exactly one part, named {@code file}, read as it streams. What is not the file's own
 * bytes is bounded, so that a form cannot be all preamble.
 */
final class MultipartUpload {
  /** The most bytes that a form may have beside the file. */
  static final int MAX_OVERHEAD = 64 * 1024;

  private static final int MAX_PART_HEADERS = 8 * 1024;
  private static final int BUFFER = 64 * 1024;

  private final MultipartInput parts;
  private final CountedBody body;
  private final FilePart file;

  /**
   * The part that is the file.
   *
   * @param filename as sent, null if absent
   * @param contentType as sent, null if absent
   */
  record FilePart(@Nullable String filename, @Nullable String contentType) {}

  private MultipartUpload(MultipartInput parts, CountedBody body, FilePart file) {
    this.parts = parts;
    this.body = body;
    this.file = file;
  }

  static boolean isForm(@Nullable String contentType) {
    return contentType != null
        && HeaderValue.parse(contentType).value().equals("multipart/form-data");
  }

  /**
   * Returns the boundary that a form's Content-Type names.
   *
   * @throws ProblemException 400 if there is none that can be one
   */
  static String boundary(String contentType) {
    String boundary = HeaderValue.parse(contentType).parameter("boundary");
    if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
      throw ProblemException.badRequest("The form's Content-Type must name its boundary.");
    }
    return boundary;
  }

  /**
   * Reads up to the first byte of the file.
   *
   * @throws ProblemException 400 if the form does not begin with the part {@code file}
   */
  static MultipartUpload open(InputStream stream, String boundary) throws IOException {
    CountedBody body = new CountedBody(stream);
    try {
      MultipartInput parts =
          MultipartInput.builder()
              .setInputStream(body)
              .setBufferSize(BUFFER)
              .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
              .setMaxPartHeaderSize(MAX_PART_HEADERS)
              .get();
      parts.setHeaderCharset(StandardCharsets.UTF_8);
      if (!parts.skipPreamble()) {
        throw ProblemException.badRequest("The form has no part; part 'file' is needed.");
      }
      return new MultipartUpload(parts, body, describe(headers(parts.readHeaders())));
    } catch (FileUploadBoundaryException | IllegalArgumentException e) {
      throw ProblemException.badRequest("The form's boundary cannot be one.");
    } catch (FileUploadException e) {
      throw malformed();
    }
  }

  private static FilePart describe(Map<String, String> headers) {
    HeaderValue disposition =
        HeaderValue.parse(headers.getOrDefault("content-disposition", "").trim());
    if (!disposition.value().equals("form-data") || !"file".equals(disposition.parameter("name"))) {
      throw ProblemException.badRequest("The form must have one part, named 'file'.");
    }
    String encoding = headers.getOrDefault("content-transfer-encoding", "binary").trim();
    if (!encoding.toLowerCase(Locale.ROOT).matches("binary|8bit|7bit")) {
      throw ProblemException.unsupported("An encoded part is not supported.");
    }
    if (headers.containsKey("content-encoding")) {
      throw ProblemException.unsupported("An encoded file is not supported.");
    }
    String filename = disposition.parameter("filename");
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

  private static ProblemException malformed() {
    return ProblemException.badRequest(
        "The form is malformed: a part is cut off or its headers are too long.");
  }

  FilePart file() {
    return file;
  }

  /** Returns the file's bytes; {@link #finish} must follow their end. */
  InputStream content() {
    return new FileContent(parts.newInputStream(), body);
  }

  /**
   * Reads the rest of the form, once the file is read to its end.
   *
   * @throws ProblemException 400 if there is another part, or the form is cut off
   */
  void finish() throws IOException {
    try {
      if (parts.readBoundary()) {
        throw ProblemException.badRequest("The form must have one part, named 'file'.");
      }
    } catch (FileUploadException e) {
      throw malformed();
    }
    byte[] epilogue = new byte[8192];
    int count = 0;
    while (count >= 0) {
      count = body.read(epilogue, 0, epilogue.length);
    }
  }

  /** Turns the parser's word for a broken form into the client's. */
  private static final class FileContent extends java.io.FilterInputStream {
    private final CountedBody body;

    FileContent(InputStream content, CountedBody body) {
      super(content);
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int count = super.read(buffer, offset, length);
        body.credit(Math.max(0, count));
        return count;
      } catch (MalformedStreamException e) {
        throw malformed();
      }
    }
  }

  /** The whole form's bytes; fails where too many are not the file's. */
  private static final class CountedBody extends java.io.FilterInputStream {
    private long overhead;

    CountedBody(InputStream in) {
      super(in);
    }

    void credit(int fileBytes) {
      overhead -= fileBytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      overhead += Math.max(0, count);
      if (overhead > MAX_OVERHEAD + BUFFER) {
        throw ProblemException.badRequest(
            "The form has more than " + MAX_OVERHEAD + " bytes beside the file.");
      }
      return count;
    }
  }
}
