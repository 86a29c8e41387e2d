package io.tradeguard.settings;

import java.util.Optional;

/**
 * An IP address read from its text, strictly and without ever asking DNS. An IPv4-mapped IPv6
 * address is the IPv4 address that it maps.
 *
 * @param high the upper 64 bits of an IPv6 address, 0 for IPv4
 * @param low the lower 64 bits of an IPv6 address, or the 32 bits of an IPv4 address
 */
public record IpAddress(boolean v4, long high, long low) {
  private static final int GROUPS = 8;
  private static final int MAX_TEXT = 64;

  /** Reads a literal without brackets, port, prefix length; a zone ({@code %eth0}) is dropped. */
  public static Optional<IpAddress> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    if (text.indexOf(':') < 0) {
      long bits = v4Bits(text);
      return bits < 0 ? Optional.empty() : Optional.of(new IpAddress(true, 0, bits));
    }
    int zone = text.indexOf('%');
    return v6(zone < 0 ? text : text.substring(0, zone));
  }

  /**
   * Returns the bits of a dotted quad, or -1. A leading zero could mean octal, so it is refused.
   */
  private static long v4Bits(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return -1;
    }
    long bits = 0;
    for (String part : parts) {
      int value = number(part, 10, 3);
      if (value < 0 || value > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
        return -1;
      }
      bits = bits << 8 | value;
    }
    return bits;
  }

  private static Optional<IpAddress> v6(String text) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) {
      return Optional.empty();
    }
    String head = gap < 0 ? text : text.substring(0, gap);
    String tail = gap < 0 ? "" : text.substring(gap + 2);
    int[] groups = new int[GROUPS];
    int before = groups(head, groups, 0, gap < 0);
    int[] after = new int[GROUPS];
    int behind = groups(tail, after, 0, true);
    if (before < 0 || behind < 0) {
      return Optional.empty();
    }
    if (gap < 0 ? before != GROUPS : before + behind >= GROUPS) {
      return Optional.empty();
    }
    System.arraycopy(after, 0, groups, GROUPS - behind, gap < 0 ? 0 : behind);
    long high = join(groups, 0);
    long low = join(groups, 4);
    if (high == 0 && low >>> 32 == 0xffffL) {
      return Optional.of(new IpAddress(true, 0, low & 0xffff_ffffL));
    }
    return Optional.of(new IpAddress(false, high, low));
  }

  /** Fills groups from a text without a gap; returns how many, or -1 where one is malformed. */
  private static int groups(String text, int[] into, int from, boolean mayEndInV4) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int count = from;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && mayEndInV4 && parts[i].indexOf('.') >= 0) {
        long bits = v4Bits(parts[i]);
        if (bits < 0 || count + 2 > GROUPS) {
          return -1;
        }
        into[count++] = (int) (bits >>> 16);
        into[count++] = (int) (bits & 0xffff);
      } else {
        int value = number(parts[i], 16, 4);
        if (value < 0 || count + 1 > GROUPS) {
          return -1;
        }
        into[count++] = value;
      }
    }
    return count;
  }

  private static int number(String digits, int radix, int maxDigits) {
    if (digits.isEmpty() || digits.length() > maxDigits) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  private static long join(int[] groups, int from) {
    long bits = 0;
    for (int i = from; i < from + 4; i++) {
      bits = bits << 16 | groups[i];
    }
    return bits;
  }

  /**
   * Returns the address as limits count it: an IPv4 address whole, an IPv6 address by its /64,
   * which one household or server has to itself, like {@code 2001:db8:0:1::}.
   */
  public String counted() {
    if (v4) {
      return (low >>> 24) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
    }
    return Long.toHexString(high >>> 48)
        + ":"
        + Long.toHexString(high >>> 32 & 0xffff)
        + ":"
        + Long.toHexString(high >>> 16 & 0xffff)
        + ":"
        + Long.toHexString(high & 0xffff)
        + "::";
  }
}
