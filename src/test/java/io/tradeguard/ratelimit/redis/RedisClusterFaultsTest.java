package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.RealRedisCluster;
import java.nio.charset.StandardCharsets;
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
      slot = ClusterMap.slot(bytes(key("")));
      from = CLUSTER.serverOf(slot);
      to = other(from);
    }

    String key(String name) {
      return "{" + tag + "}" + name;
    }

    CountAsk count(String name, CommandAsk... first) {
      return new CountAsk(bytes(key(name)), 1, 600, 0, List.of(first));
    }

    WindowsAsk decide(String name) {
      return new WindowsAsk(bytes(key(name)), SLIDING, 1, List.of());
    }

    void start() {
      CLUSTER.startMove(slot, from, to);
    }
  }

  private static void exchange(Link link, List<? extends Ask> asks) throws RedisFailure {
    asks.forEach(Ask::take);
    link.exchange(new ArrayList<>(asks), System.nanoTime() + 5_000_000_000L);
  }

  private static Link connect() throws RedisFailure {
    return new Connector(RedisUrl.parse(CLUSTER.url())).connect();
  }

  @Test
  void aSlotThatHasMovedIsFollowed() {
    LimitKey key = LimitKey.user(1, "moved");
    int slot = ClusterMap.slot(bytes(key.text()));
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
    try (Link link = connect()) {
      exchange(link, List.of(move.count("a"), move.count("b"), move.decide("c"), move.decide("d")));
      move.start();
      CLUSTER.moveKey(move.key("b"), move.from, move.to);
      CLUSTER.moveKey(move.key("d"), move.from, move.to);
      List<CountAsk> counts =
          List.of(move.count("a"), move.count("b"), move.count("new"), move.count("a"));
      List<WindowsAsk> windows = List.of(move.decide("c"), move.decide("d"), move.decide("newer"));
      List<Ask> all = new ArrayList<>(counts);
      all.addAll(windows);

      exchange(link, all);

      for (Ask ask : all) {
        ask.check();
      }
      assertThat(counts).extracting(ask -> ask.count).containsExactly(2L, 2L, 1L, 3L);
      assertThat(windows).extracting(ask -> ask.state[0]).containsExactly(2.0, 2.0, 1.0);
    } finally {
      for (String key : List.of("a", "c")) {
        CLUSTER.moveKey(move.key(key), move.from, move.to);
      }
      CLUSTER.endMove(move.slot, move.to);
    }
  }

  @Test
  void whatCannotBeBroughtWhileItsSlotMovesIsNoOutage() throws Exception {
    Move move = new Move("brought");
    String key = move.key("a");
    try (Link link = connect()) {
      exchange(link, List.of(move.count("a")));
      move.start();
      // Of the two keys of what goes first, one is here, and one nowhere.
      CommandAsk carry =
          CommandAsk.script(
              Script.CARRY,
              List.of(key, move.key("marker")),
              List.of(
                  "n",
                  "1",
                  "3",
                  "2",
                  Long.toString(System.currentTimeMillis() + 600_000),
                  "600000"));
      CountAsk ask = move.count("a", carry);
      CountAsk beside = move.count("a");

      exchange(link, List.of(ask, beside));
      ask.failed(new RedisFailure("the link knew no reason", false));

      beside.check();
      RedisFailure failure = catchThrowableOfType(RedisFailure.class, ask::check);
      assertThat(failure.outage()).isFalse();
      assertThat(failure.maybeDone()).isTrue();
      assertThat(move.from.get(key)).isEqualTo("3");
    } finally {
      CLUSTER.moveKey(key, move.from, move.to);
      CLUSTER.endMove(move.slot, move.to);
    }
  }

  @Test
  void aSlotOfNobodysFailsNoRequestAndLosesNoCount() {
    LimitKey key = LimitKey.user(2, "down");
    int slot = ClusterMap.slot(bytes(key.text()));
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
