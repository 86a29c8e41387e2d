package io.tradeguard.admission;

import java.nio.charset.StandardCharsets;

/** Text that every proxy and backend passes on as it is. */
final class HeaderText {
  private HeaderText() {}

  /**
   * Returns a text in percent-encoding (RFC 3986): all but letters, digits and {@code - . _ ~ @}
   * are the bytes of UTF-8, so it is no list, has no spaces to lose, and no two texts are one.
   */
  static String of(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "-._~@".indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%');
        encoded.append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        encoded.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return encoded.toString();
  }
}
