package io.tradeguard.ratelimit.redis.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The commands of one connection, in the protocol's own form and in the order they were written.
 */
final class RespBuffer {
  private static final int KEPT_BYTES = 1 << 16;

  private byte[] bytes = new byte[8_192];
  private int size;

  /** Begins a command of so many parts, each a {@link #bulk}. */
  RespBuffer command(int parts) {
    return head('*', parts);
  }

  /** Adds a whole command. */
  RespBuffer command(String... parts) {
    command(parts.length);
    for (String part : parts) {
      bulk(part.getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  RespBuffer bulk(byte[] part) {
    head('$', part.length);
    return raw(part).end();
  }

  RespBuffer bulk(long number) {
    int digits = digits(number);
    head('$', digits);
    return number(number, digits).end();
  }

  /** Adds bytes that are in the protocol's form already. */
  RespBuffer raw(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  void sendTo(OutputStream out) throws IOException {
    int length = size;
    size = 0;
    out.write(bytes, 0, length);
    out.flush();
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[8_192];
    }
  }

  private RespBuffer head(char type, int count) {
    ensure(1);
    bytes[size++] = (byte) type;
    return number(count, digits(count)).end();
  }

  private RespBuffer end() {
    ensure(2);
    bytes[size++] = '\r';
    bytes[size++] = '\n';
    return this;
  }

  private RespBuffer number(long number, int digits) {
    ensure(digits);
    long rest = number;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
    return this;
  }

  private static int digits(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("No amount or length is negative: " + number);
    }
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
