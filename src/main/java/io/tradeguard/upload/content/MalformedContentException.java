package io.tradeguard.upload.content;

/** The text of a file breaks its format, at a place that a person can find. */
public final class MalformedContentException extends ContentException {
  private static final long serialVersionUID = 1L;

  private final long row;
  private final long column;

  /**
   * Names the place of the error, both counted from 1.
   *
   * @param row the record of a CSV file, the line of a JSON file
   * @param column the field of the record, the character of the line
   */
  MalformedContentException(long row, long column, String problem) {
    super("Row " + row + ", column " + column + ": " + problem);
    this.row = row;
    this.column = column;
  }

  public long row() {
    return row;
  }

  public long column() {
    return column;
  }
}
