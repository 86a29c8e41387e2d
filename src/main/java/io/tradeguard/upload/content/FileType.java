package io.tradeguard.upload.content;

import java.util.Locale;
import java.util.Optional;

/** A kind of file that is taken; its name's ending says which. */
public enum FileType {
  CSV(".csv", "text/csv"),
  JSON(".json", "application/json");

  private static final String ANY = "application/octet-stream";

  private final String ending;
  private final String mediaType;

  FileType(String ending, String mediaType) {
    this.ending = ending;
    this.mediaType = mediaType;
  }

  /** Finds the type by a file's name, whatever the case of its ending. */
  public static Optional<FileType> ofName(String filename) {
    String lower = filename.toLowerCase(Locale.ROOT);
    for (FileType type : values()) {
      if (lower.endsWith(type.ending)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Returns the name's ending, with its dot, in lower case. */
  public String ending() {
    return ending;
  }

  /** Returns the media type under which such a file is kept. */
  public String mediaType() {
    return mediaType;
  }

  /** Returns whether a client may declare such a file as this type, without parameters. */
  public boolean agreesWith(String declaredType) {
    String lower = declaredType.toLowerCase(Locale.ROOT);
    return lower.equals(ANY) || lower.equals(mediaType);
  }

  /** Returns a new check for the content of one such file. */
  public ContentCheck check() {
    return new BinaryCheck(name(), this == CSV ? new CsvCheck() : new JsonCheck());
  }
}
