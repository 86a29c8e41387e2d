package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.RateLimiter.Request;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Several requests at once: what they cost Redis, and what becomes of them without it. */
class DecisionBatchTest extends FailingRedis {
  private static final int KEYS = 100;
  private static final Pattern TIMES = Pattern.compile("cmdstat_time:calls=(\\d+)");

  private static List<Request> requests(LimitPolicy policy) {
    return LongStream.range(0, KEYS)
        .mapToObj(user -> new Request(LimitKey.user(user, "backtest"), policy, 1))
        .toList();
  }

  @Test
  void aHundredKeysShareARoundTrip() {
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    limiter.decideAll(requests(TEN));

    long before = exchanges();
    List<Decision> decisions = limiter.decideAll(requests(TEN));

    // An exchange asks for the time once; the heartbeat does so too.
    assertThat(exchanges() - before).isLessThan(KEYS / 4);
    assertThat(decisions).hasSize(KEYS).allMatch(decision -> decision.source() == Source.REDIS);
    assertThat(decisions)
        .extracting(decision -> decision.windows().get(0).remaining())
        .containsOnly(8);
  }

  private long exchanges() {
    Matcher times = TIMES.matcher(redis.with(jedis -> jedis.info("commandstats")));
    return times.find() ? Long.parseLong(times.group(1)) : 0;
  }

  @Test
  void whatAFrozenRedisDoesNotAnswerIsDecidedHere() {
    RedisRateLimiter limiter = limiter(redis.url());
    LimitPolicy closed =
        new LimitPolicy(
            Algorithm.FIXED_WINDOW,
            List.of(new WindowSettings(10, 600)),
            false,
            OnRedisFailure.CLOSED);
    Request shut = new Request(LimitKey.user(1_000_000, "api_key"), closed, 1);
    Request look = new Request(LimitKey.user(1, "backtest"), TEN, 0);
    limiter.decideAll(requests(TEN));
    redis.freeze();

    List<Decision> decisions = limiter.decideAll(requests(TEN));
    List<Decision> others = limiter.decideAll(List.of(shut, look));

    redis.thaw();
    assertThat(decisions)
        .allMatch(decision -> decision.source() == Source.LOCAL)
        .extracting(Decision::outcome)
        .containsOnly(Outcome.ALLOWED);
    assertThat(others)
        .extracting(Decision::outcome)
        .containsExactly(Outcome.UNAVAILABLE, Outcome.ALLOWED);
    awaitRedis(limiter);
  }

  @Test
  void noCountIsLostThroughAnOutage() {
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    List<Request> requests = List.of(new Request(KEY, TEN, 1), new Request(KEY, TEN, 2));
    limiter.decideAll(requests);
    redis.stop();
    assertThat(limiter.decideAll(requests)).allMatch(Decision::passes);
    redis.restart();
    awaitRedis(limiter);

    awaitCount(6);
    List<Decision> last = limiter.decideAll(List.of(new Request(KEY, TEN, 4)));
    assertThat(last.get(0).outcome()).isEqualTo(Outcome.ALLOWED);
    assertThat(last.get(0).windows().get(0).remaining()).isZero();
    assertThat(limiter.decideAll(requests)).noneMatch(Decision::passes);
  }
}
