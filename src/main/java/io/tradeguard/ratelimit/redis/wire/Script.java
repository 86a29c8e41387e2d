package io.tradeguard.ratelimit.redis.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script, which lies beside this class, and the digest by which Redis knows it.
 *
 * @param text in UTF-8
 * @param digest the SHA-1 of the text in lower-case hexadecimal
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: they are what goes over the wire.
public record Script(byte[] text, byte[] digest) {
  /** Counts in a single fixed window where plain commands would not do. */
  public static final Script COUNT = load("count.lua");

  /** Decides by, and looks into, any other counter; replays to it what was counted alone. */
  public static final Script WINDOWS = load("windows.lua");

  /** Adds to a single fixed window what a node counted while Redis was away. */
  public static final Script REPLAY = load("replay.lua");

  /** Takes, renews and ends leases. */
  public static final Script LEASE = load("lease.lua");

  /** Writes this node into the list of the living, and tells who is in it. */
  public static final Script HEARTBEAT = load("heartbeat.lua");

  static final byte[] EVAL = "EVAL".getBytes(StandardCharsets.US_ASCII);
  static final byte[] EVALSHA = "EVALSHA".getBytes(StandardCharsets.US_ASCII);

  private static Script load(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The script " + name + " is missing");
      }
      byte[] text = in.readAllBytes();
      byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(text);
      return new Script(text, HexFormat.of().formatHex(sha1).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
