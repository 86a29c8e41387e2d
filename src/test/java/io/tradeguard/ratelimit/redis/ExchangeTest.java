package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.RealRedis;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;

/**
 * Questions that share an exchange each end by their own reply. A real Redis refuses some of them
 * by what its users may do.
 */
class ExchangeTest {
  private static final LimitPolicy TWO_WINDOWS =
      new LimitPolicy(
          Algorithm.FIXED_WINDOW,
          List.of(new WindowSettings(5, 60), new WindowSettings(50, 600)),
          false,
          OnRedisFailure.LOCAL);

  private final RealRedis redis = RealRedis.start();
  private final List<RedisFailure> failures = new ArrayList<>();
  private final Combiner combiner =
      new Combiner(1, 5_000_000_000L, (failure, link) -> failures.add(failure), () -> {});

  @BeforeEach
  void connect() throws RedisFailure {
    Connector connector = new Connector(RedisUrl.parse(redis.url()));
    combiner.connect(List.of(connector.connect()));
  }

  @AfterEach
  void stop() {
    combiner.disconnect(new RedisFailure("the test is over", false));
    redis.close();
  }

  private void rule(String... rules) {
    redis.with(j -> j.aclSetUser("default", rules));
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.US_ASCII);
  }

  private static CountAsk count(String key, CommandAsk... first) {
    return new CountAsk(bytes(key), 1, 600, 0, List.of(first));
  }

  private static CommandAsk carry(String key) {
    return CommandAsk.script(
        Script.CARRY,
        List.of(key, Shared.marker(key)),
        List.of(
            "node", "1", "3", "2", Long.toString(System.currentTimeMillis() + 600_000), "600000"));
  }

  private static RedisFailure failure(Ask ask) {
    return catchThrowableOfType(RedisFailure.class, ask::check);
  }

  @Test
  void oneRefusedAdditionFailsNoOther() throws Exception {
    rule("resetkeys", "~good*");
    CountAsk before = count("good:1");
    CountAsk refused = count("bad");
    CountAsk after = count("good:2");
    WindowsAsk windows = new WindowsAsk(bytes("good:3"), TWO_WINDOWS, 1, List.of());

    combiner.askAll(List.of(before, refused, after, windows));

    before.check();
    after.check();
    windows.check();
    assertThat(windows.passed).isTrue();
    assertThat(failure(refused).maybeDone()).isFalse();
    assertThat(failure(refused)).hasMessageStartingWith("NOPERM");
    assertThat(failures).containsExactly(failure(refused));
  }

  @Test
  void aRefusedScriptFailsNoAddition() throws Exception {
    rule("resetkeys", "~good*");
    WindowsAsk refused = new WindowsAsk(bytes("bad"), TWO_WINDOWS, 1, List.of());
    CountAsk counted = count("good");
    CommandAsk read = CommandAsk.command(Command.GET, "good");

    combiner.askAll(List.of(refused, counted, read));

    counted.check();
    read.check();
    assertThat(counted.count).isEqualTo(1);
    assertThat(failure(refused).maybeDone()).isFalse();
    assertThat(failures).hasSize(1);
  }

  @Test
  void aScriptThatFailedMidwayMayHaveCounted() {
    rule("-pexpire");
    // What goes first before it leaves it to a script.
    CountAsk ask = count("midway", CommandAsk.command(Command.EXISTS, "midway"));

    combiner.askAll(List.of(ask));

    assertThat(failure(ask).maybeDone()).isTrue();
    assertThat(redis.get("midway")).isEqualTo("1");
  }

  @Test
  void whoseFirstCommandFailedMayBeCountedThoughNotDecided() throws Exception {
    rule("resetkeys", "~rate_limit:*");
    CountAsk ask = count("rate_limit:user:1:a", carry("rate_limit:user:1:a"));
    CountAsk other = count("rate_limit:user:2:a");

    combiner.askAll(List.of(ask, other));

    other.check();
    assertThat(failure(ask).maybeDone()).isTrue();
    assertThat(redis.get("rate_limit:user:1:a")).isEqualTo("1");
  }

  @Test
  void allBatchesOfAKeyAreBroughtInOneRunAndARepetitionChangesNothing() throws Exception {
    String end = Long.toString(System.currentTimeMillis() + 600_000);
    List<String> arguments =
        List.of("node", "1", "5", "2", end, "600000", "2", "8", "1", end, "600000");
    List<String> keys = List.of("key", Shared.marker("key"));
    CommandAsk once = CommandAsk.script(Script.CARRY, keys, arguments);
    CommandAsk again = CommandAsk.script(Script.CARRY, keys, arguments);

    combiner.askAll(List.of(once, again));

    once.check();
    again.check();
    assertThat(redis.get("key")).isEqualTo("9");
  }

  @Test
  void theTimeMissingAmongTheRepliesLeavesItsQuestionsMaybeCounted() {
    rule("-time");
    CountAsk ask = count("timeless");

    combiner.askAll(List.of(ask));

    assertThat(failure(ask).maybeDone()).isTrue();
    assertThat(redis.get("timeless")).isEqualTo("1");
  }

  @Test
  void aLostScriptIsSentAgainBesideOneThatIsRefused() throws Exception {
    rule("resetkeys", "~good*");
    redis.with(j -> j.scriptFlush());
    CountAsk look = new CountAsk(bytes("good"), 0, 600, 0, List.of());
    WindowsAsk refused = new WindowsAsk(bytes("bad"), TWO_WINDOWS, 1, List.of());
    CountAsk counted = count("good");

    combiner.askAll(List.of(refused, look, counted));

    look.check();
    counted.check();
    assertThat(look.count).isEqualTo(1);
    assertThat(failure(refused).maybeDone()).isFalse();
  }
}
