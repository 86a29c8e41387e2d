package io.tradeguard.settings;

import java.util.Optional;

/**
 * The addresses that share a prefix.
 *
 * @param prefix bits, 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Network(IpAddress base, int prefix) {
  /**
   * Reads the CIDR form, {@code 10.0.0.0/8}; an address alone is the network of that address. Bits
   * of the address behind the prefix must be zero: they are a sign of a slip.
   */
  static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    Optional<IpAddress> base = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (base.isEmpty() || text.indexOf('%') >= 0) {
      return Optional.empty();
    }
    IpAddress address = base.get();
    int width = address.v4() ? 32 : 128;
    int prefix = slash < 0 ? width : length(text.substring(slash + 1));
    if (prefix < 0 || prefix > width) {
      return Optional.empty();
    }
    Network network = new Network(address, prefix);
    return network.mask(address).equals(address) ? Optional.of(network) : Optional.empty();
  }

  private static int length(String digits) {
    return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
  }

  public boolean contains(IpAddress address) {
    return address.v4() == base.v4() && mask(address).equals(base);
  }

  private IpAddress mask(IpAddress address) {
    if (address.v4()) {
      return new IpAddress(true, 0, address.low() & top(prefix) >>> 32);
    }
    return new IpAddress(
        false,
        address.high() & top(Math.min(prefix, 64)),
        address.low() & top(Math.max(prefix - 64, 0)));
  }

  /** Returns a word whose upper bits are set. */
  private static long top(int bits) {
    return bits == 0 ? 0 : -1L << (64 - bits);
  }
}
