package io.tradeguard.ratelimit.redis.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which server of a cluster holds which slot. */
public final class SlotMap {
  private static final int SLOTS = 16_384;

  private volatile @Nullable ServerAddress[] servers = new ServerAddress[SLOTS];

  /** Returns the slot of a key: of the part in its first braces, if it has one. */
  public static int slot(byte[] key) {
    int from = 0;
    int to = key.length;
    for (int i = 0; i < key.length; i++) {
      if (key[i] == '{') {
        int end = i + 1;
        while (end < key.length && key[end] != '}') {
          end++;
        }
        if (end < key.length && end > i + 1) {
          from = i + 1;
          to = end;
        }
        break;
      }
    }
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc ^= (key[i] & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
      }
    }
    return crc & (SLOTS - 1);
  }

  /** Returns the server of a slot; null if the map is not known or has a hole. */
  public @Nullable ServerAddress server(int slot) {
    return servers[slot];
  }

  /** Takes note of what a server says of a slot that it holds no more. */
  public void moved(int slot, ServerAddress server) {
    servers[slot] = server;
  }

  /** Returns the servers that hold slots. */
  public Set<ServerAddress> masters() {
    Set<ServerAddress> masters = new LinkedHashSet<>();
    Arrays.stream(servers).filter(Objects::nonNull).forEach(masters::add);
    return masters;
  }

  /** Returns a text whose slot lies at a server, to be put into a key's braces. */
  public String tag(ServerAddress server) {
    for (int i = 0; i < 100 * SLOTS; i++) {
      String tag = Integer.toString(i);
      if (server.equals(server(slot(tag.getBytes(StandardCharsets.US_ASCII))))) {
        return tag;
      }
    }
    return "0";
  }

  /**
   * Takes over a reply to {@code CLUSTER SLOTS}.
   *
   * @param asked the server that gave it: it may not know its own name
   */
  void read(List<?> ranges, ServerAddress asked) {
    @Nullable ServerAddress[] map = new ServerAddress[SLOTS];
    for (Object range : ranges) {
      List<?> parts = (List<?>) range;
      List<?> master = (List<?>) parts.get(2);
      String host = master.get(0) == null ? "" : PlainCommand.text(master.get(0));
      ServerAddress server =
          new ServerAddress(
              host.isEmpty() ? asked.host() : host, ((Long) master.get(1)).intValue());
      Arrays.fill(
          map, ((Long) parts.get(0)).intValue(), ((Long) parts.get(1)).intValue() + 1, server);
    }
    servers = map;
  }
}
