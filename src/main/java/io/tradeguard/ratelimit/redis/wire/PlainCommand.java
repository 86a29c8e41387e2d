package io.tradeguard.ratelimit.redis.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Any command with one reply. */
public final class PlainCommand extends Command {
  private final byte[] key;
  private final String[] parts;
  private @Nullable Object reply;

  private PlainCommand(byte[] key, String... parts) {
    this.key = key;
    this.parts = parts;
  }

  /** Creates a command whose first argument is its key. */
  public static PlainCommand of(String name, String key, String... more) {
    String[] parts = new String[2 + more.length];
    parts[0] = name;
    parts[1] = key;
    System.arraycopy(more, 0, parts, 2, more.length);
    return new PlainCommand(bytes(key), parts);
  }

  /** Creates a command for whichever server holds a key. */
  public static PlainCommand at(byte[] key, String... parts) {
    return new PlainCommand(key, parts);
  }

  /** The answer; null if Redis has none. */
  public @Nullable Object reply() {
    return reply;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  void encode(RespBuffer out, boolean fallback) {
    out.command(parts);
  }

  @Override
  int replies(boolean fallback) {
    return 1;
  }

  @Override
  boolean decode(List<@Nullable Object> replies, boolean fallback, long micros) {
    if (replies.get(0) instanceof RedisError error) {
      refused(error, false);
    } else {
      reply = replies.get(0);
      answered();
    }
    return true;
  }

  /** Returns the text that a reply is. */
  public static String text(@Nullable Object reply) {
    return reply instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(reply);
  }

  /** Reads a reply to {@code TIME}, as microseconds since 1970. */
  public static long micros(@Nullable Object reply) {
    List<?> parts = (List<?>) present(reply);
    return Long.parseLong(text(parts.get(0))) * 1_000_000 + Long.parseLong(text(parts.get(1)));
  }

  static Object present(@Nullable Object reply) {
    return Objects.requireNonNull(reply, "A reply is missing");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
