package io.tradeguard.upload.content;

/** Follows a UTF-8 sequence byte by byte: no overlong form, surrogate or value past U+10FFFF. */
final class Utf8 {
  private int missing;
  private int lowest = 0x80;
  private int highest = 0xBF;

  /** Returns whether a byte, 0 to 255, may come next. */
  boolean accept(int b) {
    if (missing > 0) {
      if (b < lowest || b > highest) {
        return false;
      }
      missing--;
      lowest = 0x80;
      highest = 0xBF;
      return true;
    }
    if (b < 0x80) {
      return true;
    }
    if (b >= 0xC2 && b <= 0xDF) {
      missing = 1;
    } else if (b >= 0xE0 && b <= 0xEF) {
      missing = 2;
      lowest = b == 0xE0 ? 0xA0 : 0x80;
      highest = b == 0xED ? 0x9F : 0xBF;
    } else if (b >= 0xF0 && b <= 0xF4) {
      missing = 3;
      lowest = b == 0xF0 ? 0x90 : 0x80;
      highest = b == 0xF4 ? 0x8F : 0xBF;
    } else {
      return false;
    }
    return true;
  }

  /** Returns whether the bytes so far end with a whole character. */
  boolean isComplete() {
    return missing == 0;
  }
}
