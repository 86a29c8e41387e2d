package io.tradeguard.upload.form;

import io.tradeguard.web.BulkStream;
import io.tradeguard.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.MultipartInput.FileUploadBoundaryException;
import org.apache.commons.fileupload2.core.MultipartInput.MalformedStreamException;
import org.jspecify.annotations.Nullable;

/**
 * A form with exactly one part, named {@code file}, read as it streams. What is not the file's own
 * bytes is bounded, so that a form cannot be all preamble.
 */
public final class MultipartUpload {
  private static final int MAX_PART_HEADERS = 8 * 1024;

  private final MultipartInput parts;
  private final FormBody body;
  private final FilePart file;

  private MultipartUpload(MultipartInput parts, FormBody body, FilePart file) {
    this.parts = parts;
    this.body = body;
    this.file = file;
  }

  public static boolean isForm(@Nullable String contentType) {
    return contentType != null
        && HeaderValue.parse(contentType).value().equals("multipart/form-data");
  }

  /**
   * Returns the boundary that a form's Content-Type names.
   *
   * @throws ProblemException 400 if there is none that can be one
   */
  public static String boundary(String contentType) {
    String boundary = HeaderValue.parse(contentType).parameter("boundary");
    if (boundary == null
        || boundary.isBlank()
        || boundary.length() > 70
        || boundary.endsWith(" ")) {
      throw ProblemException.badRequest("The form's Content-Type must name its boundary.");
    }
    return boundary;
  }

  /**
   * Reads up to the first byte of the file.
   *
   * @throws ProblemException 400 if the form does not begin with the part {@code file}
   */
  public static MultipartUpload open(InputStream stream, String boundary) throws IOException {
    FormBody body = new FormBody(stream);
    try {
      MultipartInput parts =
          MultipartInput.builder()
              .setInputStream(body)
              .setBufferSize(FormBody.PARSER_BUFFER)
              .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
              .setMaxPartHeaderSize(MAX_PART_HEADERS)
              .get();
      parts.setHeaderCharset(StandardCharsets.UTF_8);
      if (!parts.skipPreamble()) {
        throw ProblemException.badRequest("The form has no part; part 'file' is needed.");
      }
      return new MultipartUpload(parts, body, FilePart.parse(parts.readHeaders()));
    } catch (FileUploadBoundaryException | IllegalArgumentException e) {
      throw ProblemException.badRequest("The form's boundary cannot be one.");
    } catch (FileUploadException e) {
      throw malformed();
    }
  }

  private static ProblemException malformed() {
    return ProblemException.badRequest(
        "The form is malformed: a part is cut off or its headers are too long.");
  }

  public FilePart file() {
    return file;
  }

  /** Returns the file's bytes; {@link #finish} must follow their end. */
  public InputStream content() {
    return new FileContent(parts.newInputStream(), body);
  }

  /**
   * Reads the rest of the form, once the file is read to its end.
   *
   * @throws ProblemException 400 if there is another part, or the form is cut off
   */
  public void finish() throws IOException {
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
  private static final class FileContent extends BulkStream {
    private final FormBody body;

    FileContent(InputStream content, FormBody body) {
      super(content);
      this.body = body;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int count = in.read(buffer, offset, length);
        body.credit(Math.max(0, count));
        return count;
      } catch (MalformedStreamException e) {
        throw malformed();
      }
    }
  }
}
