package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import java.nio.charset.StandardCharsets;

/**
 * What this deployment calls its keys in Redis.
 *
 * @param prefix before every key, so that several deployments can share a Redis; may be empty
 */
record KeyNames(String prefix) {
  /** Returns the name of the counter of a key under a policy. */
  String counter(LimitKey key, LimitPolicy policy) {
    return prefix + key.text(policy);
  }

  /** Returns the set of a key's leases. */
  String leases(LimitKey key) {
    return prefix + key.text() + ":leases";
  }

  /** Returns the list of the living nodes. */
  String nodes() {
    return prefix + "tradeguard:nodes";
  }

  /** What was replayed to a counter is noted beside it: the braces put both into one slot. */
  String replayed(String counter) {
    return prefix + "tradeguard:brought:{" + counter + "}";
  }

  /**
   * Returns a key to try whether Redis counts; no counter is called so.
   *
   * @param tag decides in a cluster which server holds it
   */
  String probe(String tag) {
    return prefix + "rate_limit:probe:{" + tag + "}";
  }

  /** Returns a key by which a node knows whether a server still has what it held. */
  String witness(String tag, String node) {
    return prefix + "tradeguard:witness:{" + tag + "}:" + node;
  }

  static String text(byte[] name) {
    return new String(name, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
