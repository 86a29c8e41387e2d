package io.tradeguard.account;

import io.tradeguard.settings.IpAddress;
import io.tradeguard.settings.Network;
import io.tradeguard.settings.Settings;
import io.tradeguard.settings.Settings.ForwardingHeader;
import java.util.List;
import java.util.Optional;

/**
 * Finds the address of a request's client. The socket's peer is believed; what a header claims is
 * believed only as far as trusted proxies vouch for it: read from the right, each trusted address
 * vouches for the one before it, and the first that is not trusted is the client.
 */
final class ClientAddress {
  private static final int MAX_HOPS = 100;

  private final Settings.TrustedProxies proxies;

  ClientAddress(Settings.TrustedProxies proxies) {
    this.proxies = proxies;
  }

  /** Returns the name of the one header that is read. */
  String header() {
    return proxies.header() == ForwardingHeader.FORWARDED ? "Forwarded" : "X-Forwarded-For";
  }

  /**
   * Returns the client's address as limits count it. A malformed or endless header counts as none,
   * and so does one in which every hop is trusted.
   *
   * @param peer the socket's peer, as the server prints it
   * @param headerValues the values of {@link #header()}, in their order
   */
  String of(String peer, List<String> headerValues) {
    Optional<IpAddress> parsed = IpAddress.parse(unbracket(peer));
    if (parsed.isEmpty()) {
      return peer.isEmpty() ? "unknown" : peer;
    }
    IpAddress socket = parsed.get();
    if (!isTrusted(socket) || headerValues.isEmpty()) {
      return socket.counted();
    }
    return client(String.join(",", headerValues)).orElse(socket).counted();
  }

  private Optional<IpAddress> client(String header) {
    List<String> hops =
        proxies.header() == ForwardingHeader.FORWARDED
            ? ForwardedHeader.hops(header)
            : List.of(header.split(",", -1));
    if (hops.size() > MAX_HOPS) {
      return Optional.empty();
    }
    for (int i = hops.size() - 1; i >= 0; i--) {
      Optional<IpAddress> hop = HopAddress.parse(hops.get(i));
      if (hop.isEmpty()) {
        return Optional.empty();
      }
      if (!isTrusted(hop.get())) {
        return hop;
      }
    }
    return Optional.empty();
  }

  private boolean isTrusted(IpAddress address) {
    for (Network network : proxies.networks()) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static String unbracket(String peer) {
    return peer.startsWith("[") && peer.endsWith("]") ? peer.substring(1, peer.length() - 1) : peer;
  }
}
