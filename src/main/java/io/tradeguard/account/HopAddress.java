package io.tradeguard.account;

import io.tradeguard.settings.IpAddress;
import java.util.Optional;

/** Reads one hop of a forwarding header: an address, of which some proxies append the port. */
final class HopAddress {
  private HopAddress() {}

  /**
   * Reads {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1}, {@code [2001:db8::1]:80}.
   */
  static Optional<IpAddress> parse(String hop) {
    String text = hop.strip();
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 0 || !isPortOrNothing(text.substring(end + 1))) {
        return Optional.empty();
      }
      String inside = text.substring(1, end);
      return inside.indexOf(':') < 0 ? Optional.empty() : IpAddress.parse(inside);
    }
    int colon = text.indexOf(':');
    if (colon >= 0 && colon == text.lastIndexOf(':')) {
      return isPortOrNothing(text.substring(colon))
          ? IpAddress.parse(text.substring(0, colon))
          : Optional.empty();
    }
    return IpAddress.parse(text);
  }

  private static boolean isPortOrNothing(String text) {
    return text.isEmpty() || text.matches(":[0-9]{1,5}");
  }
}
