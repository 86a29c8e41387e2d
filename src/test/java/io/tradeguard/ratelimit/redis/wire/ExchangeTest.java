package io.tradeguard.ratelimit.redis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradeguard.testing.RealRedis;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands that share an exchange each end by their own reply. A real Redis refuses some of them by
 * what its users may do.
 */
class ExchangeTest {
  private static final long TIMEOUT_NANOS = 5_000_000_000L;

  private final RealRedis redis = RealRedis.start();
  private final List<RedisFailure> failures = new ArrayList<>();
  private final Combiner combiner =
      new Combiner(1, TIMEOUT_NANOS, (failure, link) -> failures.add(failure), () -> {});

  @BeforeEach
  void connect() throws RedisFailure {
    Connector connector = new Connector(RedisUrl.parse(redis.url()), Tls.usual());
    combiner.connect(List.of(connector.connect(connector.masters().iterator().next())));
  }

  @AfterEach
  void stop() {
    combiner.disconnect(new RedisFailure("the test is over", false));
    redis.close();
  }

  private void rule(String... rules) {
    redis.with(j -> j.aclSetUser("default", rules));
  }

  private static Count count(String key) {
    return new Count(PlainCommand.bytes(key), 1, 600);
  }

  private static ScriptCommand decide(String key) {
    return new ScriptCommand(
        Script.WINDOWS, List.of(key), List.of("decide", "f", "1", "2", "5", "60", "50", "600"));
  }

  private static ScriptCommand replay(String key, String... batches) {
    List<String> arguments = new ArrayList<>(List.of("node", Integer.toString(batches.length / 5)));
    arguments.addAll(List.of(batches));
    return new ScriptCommand(Script.REPLAY, List.of(key, "{" + key + "}:replayed"), arguments);
  }

  private static String end() {
    return Long.toString(System.currentTimeMillis() + 600_000);
  }

  private static RedisFailure failure(Command command) {
    return catchThrowableOfType(RedisFailure.class, command::check);
  }

  @Test
  void oneRefusedAdditionFailsNoOther() throws Exception {
    rule("resetkeys", "~good*");
    Count before = count("good:1");
    Count refused = count("bad");
    Count after = count("good:2");
    ScriptCommand windows = decide("good:3");

    combiner.sendAll(List.of(before, refused, after, windows));

    before.check();
    after.check();
    windows.check();
    assertThat(windows.reply().get(1)).isEqualTo(1L);
    assertThat(failure(refused).maybeDone()).isFalse();
    assertThat(failure(refused)).hasMessageStartingWith("NOPERM");
    assertThat(failures).containsExactly(failure(refused));
  }

  @Test
  void aRefusedScriptFailsNoAddition() throws Exception {
    rule("resetkeys", "~good*");
    ScriptCommand refused = decide("bad");
    Count counted = count("good");
    PlainCommand read = PlainCommand.of("GET", "good");

    combiner.sendAll(List.of(refused, counted, read));

    counted.check();
    read.check();
    assertThat(counted.count()).isEqualTo(1);
    assertThat(failure(refused).maybeDone()).isFalse();
    assertThat(failures).hasSize(1);
  }

  @Test
  void aScriptThatFailedMidwayMayHaveCounted() {
    rule("-pexpire");
    ScriptCommand command =
        new ScriptCommand(Script.COUNT, List.of("midway"), List.of("1", "600000"));

    combiner.sendAll(List.of(command));

    assertThat(failure(command).maybeDone()).isTrue();
    assertThat(redis.get("midway")).isEqualTo("1");
  }

  /** It would last for ever: so it is no answer that it was counted. */
  @ParameterizedTest
  @ValueSource(strings = {"-pexpire", "-pexpiretime", "-time"})
  void aCountWhoseEndCannotBeSetOrToldIsMaybeCounted(String missing) {
    rule(missing);
    Count first = count("endless");
    Count second = count("endless");

    combiner.sendAll(List.of(first, second));

    assertThat(failure(first).maybeDone()).isTrue();
    assertThat(failure(second).outage()).isTrue();
    assertThat(redis.get("endless")).isEqualTo("2");
  }

  @Test
  void allBatchesOfAKeyAreReplayedInOneRunAndARepetitionChangesNothing() throws Exception {
    String end = end();
    String[] batches = {"1", "5", "2", end, "600000", "2", "8", "1", end, "600000"};
    ScriptCommand once = replay("key", batches);
    ScriptCommand again = replay("key", batches);

    combiner.sendAll(List.of(once, again));

    once.check();
    again.check();
    assertThat(redis.get("key")).isEqualTo("9");
    assertThat(redis.pttl("key")).isBetween(1L, 600_000L);
    assertThat(redis.pttl("{key}:replayed")).isBetween(1L, 600_000L);
  }

  @Test
  void aReplayGivesNoKeyALongerLifeThanItsPeriod() throws Exception {
    ScriptCommand replay =
        replay(
            "key", "1", "5", "2", Long.toString(System.currentTimeMillis() + 4_000_000), "60000");

    combiner.sendAll(List.of(replay));

    replay.check();
    assertThat(redis.pttl("key")).isBetween(1L, 60_000L);
  }

  @Test
  void lostScriptsAndSpoiledKeysAreSentAgainBesideOneThatIsRefused() throws Exception {
    rule("resetkeys", "~good*");
    redis.with(j -> j.scriptFlush());
    redis.with(j -> j.lpush("good:spoiled", "x"));
    ScriptCommand lost = decide("good:windows");
    ScriptCommand refused = decide("bad");
    Count spoiled = count("good:spoiled");
    Count another = count("good:spoiled");
    Count counted = count("good");
    Count look = new Count(PlainCommand.bytes("good"), 0, 600);

    combiner.sendAll(List.of(refused, lost, spoiled, another, counted, look));

    lost.check();
    assertThat(look.count()).isEqualTo(1);
    assertThat(spoiled.count()).isEqualTo(1);
    assertThat(another.count()).isEqualTo(2);
    assertThat(failure(refused).maybeDone()).isFalse();
  }

  @Test
  void aCommandLongerThanAnyBufferArrivesWholeAndInOrder() throws Exception {
    String value = "x".repeat(100_000);
    PlainCommand set = PlainCommand.of("SET", "long", value);
    PlainCommand get = PlainCommand.of("GET", "long");
    Count counted = count("beside");

    combiner.sendAll(List.of(counted, set, get));

    counted.check();
    get.check();
    assertThat(PlainCommand.text(get.reply())).isEqualTo(value);
  }
}
