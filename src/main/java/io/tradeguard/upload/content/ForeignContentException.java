package io.tradeguard.upload.content;

/** A file is of another kind altogether. */
public final class ForeignContentException extends ContentException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what the file is.
   *
   * @param expected the kind that the name promises, such as {@code CSV}
   * @param found the media type that the bytes show
   */
  ForeignContentException(String expected, String found) {
    super("The content is " + found + ", not " + expected + ".");
  }
}
