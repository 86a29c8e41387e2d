package io.tradeguard.upload.content;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Runs checks over whole files in a test. */
final class Checking {
  private Checking() {}

  /** Feeds a file in pieces of a size; returns the refusal, if any. */
  static Optional<ContentException> refusal(ContentCheck check, byte[] file, int piece) {
    try {
      for (int at = 0; at < file.length; at += piece) {
        check.accept(file, at, Math.min(piece, file.length - at));
      }
      check.finish();
      return Optional.empty();
    } catch (ContentException e) {
      return Optional.of(e);
    }
  }

  static Optional<ContentException> refusal(ContentCheck check, String file) {
    return refusal(check, file.getBytes(StandardCharsets.UTF_8), 7);
  }

  /** Returns the place of the error as {@code row:column}, or {@code ok}. */
  static String place(Optional<ContentException> refusal) {
    return refusal
        .map(e -> (MalformedContentException) e)
        .map(e -> e.row() + ":" + e.column())
        .orElse("ok");
  }
}
