package io.tradeguard.upload.content;

import io.tradeguard.marketdata.text.Separator;
import io.tradeguard.marketdata.text.TextEncoding;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A kind of file that is taken; its name's ending says which. */
public enum FileType {
  CSV(".csv", "text/csv"),
  JSON(".json", "application/json");

  /** What clients say that do not know better, among them browsers that met Excel. */
  private static final Set<String> ANY =
      Set.of("application/octet-stream", "text/plain", "application/vnd.ms-excel");

  /** How CSV and JSON are called; the file's name and content decide which of them it is. */
  private static final Set<String> CSV_SPELLINGS =
      Set.of(
          "text/csv",
          "application/csv",
          "text/x-csv",
          "application/x-csv",
          "text/comma-separated-values",
          "text/x-comma-separated-values",
          "text/tab-separated-values");

  private static final Set<String> JSON_SPELLINGS =
      Set.of("application/json", "text/json", "application/x-json", "text/x-json");

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
    return ANY.contains(lower) || (this == CSV ? CSV_SPELLINGS : JSON_SPELLINGS).contains(lower);
  }

  /** Returns a new check for the content of one such file. */
  public ContentCheck check() {
    return new BinaryCheck(name(), this == CSV ? FileType::csv : FileType::json);
  }

  private static ContentCheck csv(byte[] sample) {
    TextEncoding encoding = TextEncoding.of(sample);
    char separator = Separator.of(sample, encoding);
    return encoding == TextEncoding.UTF_8
        ? new CsvCheck(separator, WrongEncoding.of(sample))
        : new Transcoder(encoding, new CsvCheck(separator, WrongEncoding.UNKNOWN));
  }

  private static ContentCheck json(byte[] sample) {
    return new JsonCheck(WrongEncoding.of(sample));
  }
}
