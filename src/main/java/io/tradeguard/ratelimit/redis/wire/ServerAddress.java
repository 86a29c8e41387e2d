package io.tradeguard.ratelimit.redis.wire;

/**
 * Where a server listens.
 *
 * @param host a name or an address, an IPv6 one without brackets
 */
public record ServerAddress(String host, int port) {
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
