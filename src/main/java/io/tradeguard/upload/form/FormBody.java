package io.tradeguard.upload.form;

import io.tradeguard.web.BulkStream;
import io.tradeguard.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;

/** A whole form's bytes; fails where too many are not the file's. */
public final class FormBody extends BulkStream {
  /** The most bytes that a form may have beside the file. */
  public static final int MAX_OVERHEAD = 64 * 1024;

  /** The parser has read so much more of the file at most than it has given away. */
  static final int PARSER_BUFFER = 64 * 1024;

  private long overhead;

  FormBody(InputStream in) {
    super(in);
  }

  /** Notes how many of the bytes read were the file's. */
  void credit(int fileBytes) {
    overhead -= fileBytes;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    overhead += Math.max(0, count);
    if (overhead > MAX_OVERHEAD + PARSER_BUFFER) {
      throw ProblemException.badRequest(
          "The form has more than " + MAX_OVERHEAD + " bytes beside the file.");
    }
    return count;
  }
}
