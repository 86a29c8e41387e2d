package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.HotKey;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.memory.Answers;
import io.tradeguard.ratelimit.memory.Hottest;
import io.tradeguard.settings.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      look(route, (List<?>) reply.get(1), category, found);
      scanned += SCAN_COUNT;
    } while (!cursor.equals("0") && scanned < most);
  }

  private void look(byte[] route, List<?> names, String category, List<HotKey> found)
      throws RedisFailure {
    CommandAsk time = CommandAsk.routed(route, Command.TIME);
    List<CountAsk> counts = new ArrayList<>();
    Map<CommandAsk, Algorithm> windows = new LinkedHashMap<>();
    for (Object each : names) {
      String name = text(each);
      LimitKey key = LimitKey.parse(name).orElse(null);
      if (key == null || !(category.isEmpty() || key.category().equals(category))) {
        continue;
      }
      StoredWindows.algorithm(key, name)
          .ifPresentOrElse(
              algorithm -> windows.put(CommandAsk.command(Command.HGETALL, name), algorithm),
              () -> counts.add(new CountAsk((byte[]) each, 0, 1, 0, List.of())));
    }
    List<Ask> asks = new ArrayList<>(counts);
    asks.addAll(windows.keySet());
    asks.add(time);
    session.askAll(asks);
    for (CountAsk count : counts) {
      count.check();
      if (count.count > 0 && count.ends > 0) {
        int seconds = Answers.seconds(count.left(), Integer.MAX_VALUE);
        found.add(new HotKey(text(count.key), count.count, seconds));
      }
    }
    time.check();
    long now = Additions.micros(Objects.requireNonNull(time.reply));
    windows.forEach(
        (ask, algorithm) -> {
          // What is no hash is none of ours.
          if (ask.reply instanceof List<?> hash) {
            StoredWindows.read(text(ask.routingKey()), algorithm, hash, now).ifPresent(found::add);
          }
        });
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }
}
