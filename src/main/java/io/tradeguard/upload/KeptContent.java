package io.tradeguard.upload;

import io.tradeguard.upload.content.ContentCheck;
import io.tradeguard.upload.content.ContentException;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a small file's bytes while they pass on to its check, for a look at it as a whole. */
final class KeptContent implements ContentCheck {
  /** Some thousand bars; a larger file is read again once somebody wants to know. */
  static final int MAX_BYTES = 256 * 1024;

  private final ContentCheck next;
  private @Nullable ByteArrayOutputStream kept = new ByteArrayOutputStream();

  KeptContent(ContentCheck next) {
    this.next = next;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws ContentException {
    next.accept(bytes, offset, length);
    if (kept != null && kept.size() + length <= MAX_BYTES) {
      kept.write(bytes, offset, length);
    } else {
      kept = null;
    }
  }

  @Override
  public void finish() throws ContentException {
    next.finish();
  }

  /** Returns all bytes of the file; empty if it was too large to keep. */
  Optional<byte[]> whole() {
    return Optional.ofNullable(kept).map(ByteArrayOutputStream::toByteArray);
  }
}
