package io.tradeguard.files;

import java.nio.charset.StandardCharsets;

/**
 * The header that makes a browser save a file under its name and never show it (RFC 6266): a plain
 * name for old clients, and the exact one in RFC 8187's encoding.
 */
final class ContentDisposition {
  private static final String ATTRIBUTE_CHARACTERS = "!#$&+-.^_`|~";

  private ContentDisposition() {}

  static String attachment(String filename) {
    return "attachment; filename=\"" + plain(filename) + "\"; filename*=UTF-8''" + encode(filename);
  }

  private static String plain(String filename) {
    StringBuilder plain = new StringBuilder();
    filename
        .codePoints()
        .map(c -> c < 0x20 || c > 0x7E || c == '"' || c == '\\' || c == '%' ? '_' : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static String encode(String filename) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : filename.getBytes(StandardCharsets.UTF_8)) {
      int b = octet & 0xff;
      boolean letterOrDigit =
          (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
      if (letterOrDigit || ATTRIBUTE_CHARACTERS.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded
            .append('%')
            .append(Character.forDigit(b >> 4, 16))
            .append(Character.forDigit(b & 15, 16));
      }
    }
    return encoded.toString();
  }
}
