package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.HotKey;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.memory.Answers;
import io.tradeguard.ratelimit.memory.Hottest;
import io.tradeguard.ratelimit.redis.wire.Command;
import io.tradeguard.ratelimit.redis.wire.Count;
import io.tradeguard.ratelimit.redis.wire.PlainCommand;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.settings.Algorithm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The counters in Redis as an operator sees them. */
final class CounterScan {
  private static final int SCAN_COUNT = 500;
  private static final int MOST_SCANNED = 20_000;

  private final RedisSession session;

  CounterScan(RedisSession session) {
    this.session = session;
  }

  /** Lists the highest counts among at most {@link #MOST_SCANNED} counters. */
  List<HotKey> hottest(String category, int size) throws RedisFailure {
    List<HotKey> found = new ArrayList<>();
    List<String> tags = session.shards().tags();
    for (String tag : tags) {
      scan(KeyNames.bytes(tag), MOST_SCANNED / tags.size(), category, found);
    }
    return found.stream().sorted(Hottest.ORDER).limit(size).toList();
  }

  private void scan(byte[] route, int most, String category, List<HotKey> found)
      throws RedisFailure {
    String cursor = "0";
    int scanned = 0;
    do {
      PlainCommand scan =
          session
              .router()
              .ask(
                  PlainCommand.at(
                      route,
                      "SCAN",
                      cursor,
                      "MATCH",
                      session.names().prefix()
                          + "rate_limit:*:*:"
                          + (category.isEmpty() ? "*" : category + "*"),
                      "COUNT",
                      Integer.toString(SCAN_COUNT)),
                  session.router().deadline());
      List<?> reply = (List<?>) Objects.requireNonNull(scan.reply());
      cursor = PlainCommand.text(reply.get(0));
      look(route, (List<?>) reply.get(1), category, found);
      scanned += SCAN_COUNT;
    } while (!cursor.equals("0") && scanned < most);
  }

  private void look(byte[] route, List<?> names, String category, List<HotKey> found)
      throws RedisFailure {
    PlainCommand time = PlainCommand.at(route, "TIME");
    Map<Count, String> counts = new LinkedHashMap<>();
    Map<PlainCommand, Algorithm> windows = new LinkedHashMap<>();
    for (Object each : names) {
      String name = PlainCommand.text(each);
      String own = name.substring(session.names().prefix().length());
      Optional<LimitKey> key =
          LimitKey.parse(own).filter(k -> category.isEmpty() || k.category().equals(category));
      if (key.isPresent()) {
        StoredWindows.algorithm(key.get(), own)
            .ifPresentOrElse(
                algorithm -> windows.put(PlainCommand.of("HGETALL", name), algorithm),
                () -> counts.put(new Count(KeyNames.bytes(name), 0, 1), own));
      }
    }
    List<Command> commands = new ArrayList<>(counts.keySet());
    commands.addAll(windows.keySet());
    commands.add(time);
    session.router().askAll(commands);
    for (Map.Entry<Count, String> entry : counts.entrySet()) {
      Count count = entry.getKey();
      count.check();
      if (count.count() > 0 && count.ends() > 0) {
        int seconds = Answers.seconds(count.left(), Integer.MAX_VALUE);
        found.add(new HotKey(entry.getValue(), count.count(), seconds));
      }
    }
    time.check();
    long now = PlainCommand.micros(time.reply());
    int prefix = session.names().prefix().length();
    windows.forEach(
        (command, algorithm) -> {
          // What is no hash is none of ours.
          if (command.reply() instanceof List<?> hash) {
            String own = KeyNames.text(command.key()).substring(prefix);
            StoredWindows.read(own, algorithm, hash, now).ifPresent(found::add);
          }
        });
  }
}
