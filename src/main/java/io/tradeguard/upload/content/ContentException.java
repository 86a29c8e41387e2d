package io.tradeguard.upload.content;

/** A file is not what its name says; the message is for the client. */
public abstract sealed class ContentException extends Exception
    permits MalformedContentException, ForeignContentException {
  private static final long serialVersionUID = 1L;

  ContentException(String message) {
    super(message);
  }

  /** Returns what to tell the client. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
