package io.tradeguard.ratelimit.redis.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads replies of RESP2, the protocol of every Redis. */
final class RespReader {
  private static final int LARGEST_BULK = 1 << 26;
  private static final int DEEPEST = 8;

  private final InputStream in;
  private final byte[] buffer = new byte[8_192];
  private int position;
  private int limit;

  RespReader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads one reply: a {@link Long}, a {@code byte[]}, a {@link String} for a status, a {@link
   * List}, a {@link RedisError}, or null.
   */
  @Nullable Object read() throws IOException {
    return read(0);
  }

  private @Nullable Object read(int depth) throws IOException {
    byte type = next();
    return switch (type) {
      case '+' -> line();
      case '-' -> new RedisError(line());
      case ':' -> number();
      case '$' -> bulk();
      case '*' -> list(depth);
      default -> throw new ProtocolException("A reply begins with the byte " + type);
    };
  }

  private byte @Nullable [] bulk() throws IOException {
    int length = length(LARGEST_BULK);
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    for (int read = 0; read < length; ) {
      if (position == limit) {
        fill();
      }
      int part = Math.min(length - read, limit - position);
      System.arraycopy(buffer, position, bytes, read, part);
      position += part;
      read += part;
    }
    lineEnd();
    return bytes;
  }

  @SuppressWarnings("MixedMutabilityReturnType") // Nobody changes what was read.
  private @Nullable List<@Nullable Object> list(int depth) throws IOException {
    int length = length(1_000_000);
    if (length < 0) {
      return null;
    }
    if (depth == DEEPEST) {
      throw new ProtocolException("A reply is nested too deeply");
    }
    List<@Nullable Object> items = new ArrayList<>(Math.min(length, 1_024));
    for (int i = 0; i < length; i++) {
      items.add(read(depth + 1));
    }
    return Collections.unmodifiableList(items);
  }

  private int length(int largest) throws IOException {
    long length = number();
    if (length > largest) {
      throw new ProtocolException("A reply has " + length + " parts or bytes");
    }
    return (int) length;
  }

  private long number() throws IOException {
    byte first = next();
    boolean negative = first == '-';
    long number = negative ? 0 : digit(first);
    for (byte b = next(); b != '\r'; b = next()) {
      number = 10 * number + digit(b);
    }
    if (next() != '\n') {
      throw new ProtocolException("A line of a reply has no end");
    }
    return negative ? -number : number;
  }

  private static long digit(byte b) throws ProtocolException {
    if (b < '0' || b > '9') {
      throw new ProtocolException("A number of a reply has the byte " + b);
    }
    return (long) b - '0';
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (byte b = next(); b != '\r'; b = next()) {
      line.append((char) (b & 0xff));
      if (line.length() > 65_536) {
        throw new ProtocolException("A line of a reply has no end");
      }
    }
    next();
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private void lineEnd() throws IOException {
    if (next() != '\r' || next() != '\n') {
      throw new ProtocolException("A part of a reply is longer than it said");
    }
  }

  private byte next() throws IOException {
    if (position == limit) {
      fill();
    }
    return buffer[position++];
  }

  private void fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    if (read < 0) {
      throw new EOFException("Redis has closed the connection");
    }
    position = 0;
    limit = read;
  }
}
