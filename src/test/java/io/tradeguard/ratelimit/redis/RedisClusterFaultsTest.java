package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.ratelimit.memory.CounterTable;
import io.tradeguard.ratelimit.redis.wire.Command;
import io.tradeguard.ratelimit.redis.wire.Connector;
import io.tradeguard.ratelimit.redis.wire.Count;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.RedisUrl;
import io.tradeguard.ratelimit.redis.wire.Script;
import io.tradeguard.ratelimit.redis.wire.ScriptCommand;
import io.tradeguard.ratelimit.redis.wire.SlotMap;
import io.tradeguard.ratelimit.redis.wire.Tls;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.RealRedisCluster;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slots of a real cluster that move, are on their way, or belong to nobody. */
class RedisClusterFaultsTest {
  private static final RealRedisCluster CLUSTER = RealRedisCluster.start();
  private static final Duration BACK = Duration.ofSeconds(15);
  private static final LimitPolicy TEN = LimitPolicy.fixedWindow(10, 600);
  private static final LimitPolicy SLIDING =
      new LimitPolicy(
          Algorithm.SLIDING_WINDOW,
          List.of(new WindowSettings(10, 600)),
          false,
          OnRedisFailure.LOCAL);

  private final List<SourceChanged> changes = new CopyOnWriteArrayList<>();
  private final RedisRateLimiter limiter = Limiters.on(CLUSTER.url(), 2_000, changes::add);

  @AfterEach
  void stop() {
    limiter.close();
  }

  @AfterAll
  static void stopCluster() {
    CLUSTER.close();
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.US_ASCII);
  }

  private static RealRedis other(RealRedis server) {
    return CLUSTER.servers().stream().filter(s -> s != server).findFirst().orElseThrow();
  }

  /** A slot that is half way from one server to another. */
  private static final class Move {
    final String tag;
    final int slot;
    final RealRedis from;
    final RealRedis to;

    Move(String tag) {
      this.tag = tag;
      slot = SlotMap.slot(bytes(key("")));
      from = CLUSTER.serverOf(slot);
      to = other(from);
    }

    String key(String name) {
      return "{" + tag + "}" + name;
    }

    Count count(String name) {
      return new Count(bytes(key(name)), 1, 600);
    }

    ScriptCommand decide(String name) {
      return WindowsScript.decide(key(name), SLIDING, 1);
    }

    void start() {
      CLUSTER.startMove(slot, from, to);
    }
  }

  private static RedisSession session() {
    RedisSession session =
        new RedisSession(
            new Connector(RedisUrl.parse(CLUSTER.url()), Tls.usual()),
            2,
            5_000_000_000L,
            new Availability(Clock.systemUTC(), change -> {}),
            new KeyNames(""),
            new PendingResets(new KeyNames("")),
            CounterTable.monotonicMicros());
    session.start(() -> {});
    return session;
  }

  @Test
  void aSlotThatHasMovedIsFollowed() {
    LimitKey key = LimitKey.user(1, "moved");
    int slot = SlotMap.slot(bytes(key.text()));
    RealRedis from = CLUSTER.serverOf(slot);
    RealRedis to = other(from);
    limiter.decide(key, TEN, 2);
    CLUSTER.startMove(slot, from, to);
    CLUSTER.moveKey(key.text(), from, to);
    CLUSTER.endMove(slot, to);

    for (int left = 7; left >= 5; left--) {
      Decision decision = limiter.decide(key, TEN, 1);
      assertThat(decision.source()).isEqualTo(Source.REDIS);
      assertThat(decision.windows().get(0).remaining()).isEqualTo(left);
    }
    assertThat(to.get(key.text())).isEqualTo("5");
    assertThat(changes).hasSize(1);
  }

  @Test
  void whileASlotMovesEachKeyIsCountedOnceWhereItIs() throws Exception {
    Move move = new Move("moving");
    try (RedisSession session = session()) {
      for (Command each :
          List.of(move.count("a"), move.count("b"), move.decide("c"), move.decide("d"))) {
        session.router().ask(each, session.router().deadline());
      }
      move.start();
      CLUSTER.moveKey(move.key("b"), move.from, move.to);
      CLUSTER.moveKey(move.key("d"), move.from, move.to);
      List<Long> counts = new ArrayList<>();
      for (String name : List.of("a", "b", "new", "a")) {
        counts.add(session.router().ask(move.count(name), session.router().deadline()).count());
      }
      List<Double> windows = new ArrayList<>();
      for (String name : List.of("c", "d", "newer")) {
        ScriptCommand decided =
            session.router().ask(move.decide(name), session.router().deadline());
        windows.add(WindowsScript.decided(decided, SLIDING).numbers()[0]);
      }

      assertThat(counts).containsExactly(2L, 2L, 1L, 3L);
      assertThat(windows).containsExactly(2.0, 2.0, 1.0);
    } finally {
      for (String key : List.of("a", "c")) {
        CLUSTER.moveKey(move.key(key), move.from, move.to);
      }
      CLUSTER.endMove(move.slot, move.to);
    }
  }

  @Test
  void whatCannotBeReplayedWhileItsSlotMovesIsNoOutage() throws Exception {
    Move move = new Move("brought");
    String key = move.key("a");
    try (RedisSession session = session()) {
      session.router().ask(move.count("a"), session.router().deadline());
      move.start();
      // Of the two keys of a replay, one is here, and one nowhere.
      ScriptCommand replay =
          new ScriptCommand(
              Script.REPLAY,
              List.of(key, move.key("marker")),
              List.of(
                  "n",
                  "1",
                  "1",
                  "3",
                  "2",
                  Long.toString(System.currentTimeMillis() + 600_000),
                  "600000"));

      RedisFailure failure =
          catchThrowableOfType(
              RedisFailure.class, () -> session.router().ask(replay, session.router().deadline()));
      Count beside = session.router().ask(move.count("a"), session.router().deadline());

      assertThat(failure.outage()).isFalse();
      assertThat(failure.maybeDone()).isFalse();
      assertThat(beside.count()).isEqualTo(2);
    } finally {
      CLUSTER.moveKey(key, move.from, move.to);
      CLUSTER.endMove(move.slot, move.to);
    }
  }

  @Test
  void aSlotOfNobodysFailsNoRequestAndLosesNoCount() {
    LimitKey key = LimitKey.user(2, "down");
    int slot = SlotMap.slot(bytes(key.text()));
    RealRedis server = CLUSTER.serverOf(slot);
    limiter.decide(key, TEN, 3);
    server.with(redis -> redis.clusterDelSlots(slot));
    for (int i = 0; i < 4; i++) {
      Decision decision = limiter.decide(key, TEN, 1);
      assertThat(decision.passes()).isTrue();
      assertThat(decision.source()).isEqualTo(Source.LOCAL);
      assertThat(decision.windows().get(0).remaining()).isEqualTo(6 - i);
    }
    server.with(redis -> redis.clusterAddSlots(slot));

    Eventually.within(BACK, () -> assertThat(server.get(key.text())).isEqualTo("7"));
    assertThat(changes).extracting(SourceChanged::source).contains(Source.LOCAL);
  }
}
