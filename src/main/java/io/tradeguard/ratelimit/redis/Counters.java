package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.HotKey;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.memory.Answers;
import io.tradeguard.ratelimit.memory.Hottest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.Protocol.Command;

/** The counters in Redis as an operator sees them. */
final class Counters {
  private static final int SCAN_COUNT = 500;
  private static final int MOST_SCANNED = 20_000;

  private final RedisSession session;

  Counters(RedisSession session) {
    this.session = session;
  }

  /** Lists the highest counts among at most {@link #MOST_SCANNED} counters. */
  List<HotKey> hottest(String category, int size) throws RedisFailure {
    List<HotKey> found = new ArrayList<>();
    List<byte[]> routes = session.routes();
    for (byte[] route : routes) {
      scan(route, MOST_SCANNED / routes.size(), category, found);
    }
    return found.stream().sorted(Hottest.ORDER).limit(size).toList();
  }

  private void scan(byte[] route, int most, String category, List<HotKey> found)
      throws RedisFailure {
    String cursor = "0";
    int scanned = 0;
    do {
      CommandAsk scan =
          session.ask(
              CommandAsk.routed(
                  route,
                  Command.SCAN,
                  cursor,
                  "MATCH",
                  "rate_limit:*:*:" + (category.isEmpty() ? "*" : category + "*"),
                  "COUNT",
                  Integer.toString(SCAN_COUNT)));
      List<?> reply = (List<?>) Objects.requireNonNull(scan.reply);
      cursor = text(reply.get(0));
      List<CountAsk> looks = new ArrayList<>();
      for (Object name : (List<?>) reply.get(1)) {
        String key = text(name);
        boolean wanted =
            LimitKey.parse(key)
                .filter(k -> k.text().equals(key))
                .filter(k -> category.isEmpty() || k.category().equals(category))
                .isPresent();
        if (wanted) {
          looks.add(new CountAsk((byte[]) name, 0, 1, 0, List.of()));
        }
      }
      session.askAll(looks);
      for (CountAsk look : looks) {
        look.check();
        if (look.count > 0 && look.ends > 0) {
          found.add(
              new HotKey(
                  text(look.key), look.count, Answers.seconds(look.left(), Integer.MAX_VALUE)));
        }
      }
      scanned += SCAN_COUNT;
    } while (!cursor.equals("0") && scanned < most);
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }
}
