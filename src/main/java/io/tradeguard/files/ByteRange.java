package io.tradeguard.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one range of bytes that a download asks for.
 *
 * @param first counted from 0
 * @param last inclusive
 */
record ByteRange(long first, long last) {
  private static final Pattern RANGE =
      Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

  /**
   * Reads a Range header. Several ranges, another unit or nonsense are to be ignored (RFC 9110), so
   * they are empty.
   *
   * @param size the file's size in bytes
   * @return a range that starts past the end if none of it can be had
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher range = RANGE.matcher(header);
    if (!range.matches()) {
      return Optional.empty();
    }
    String from = range.group(1);
    String to = range.group(2);
    if (from.isEmpty()) {
      return to.isEmpty() ? Optional.empty() : Optional.of(suffix(Long.parseLong(to), size));
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? size - 1 : Long.parseLong(to);
    if (last < first && !to.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(first, Math.min(last, size - 1)));
  }

  private static ByteRange suffix(long count, long size) {
    return count == 0
        ? new ByteRange(size, size)
        : new ByteRange(Math.max(0, size - count), size - 1);
  }

  boolean startsWithin(long size) {
    return first < size;
  }

  long length() {
    return last - first + 1;
  }
}
