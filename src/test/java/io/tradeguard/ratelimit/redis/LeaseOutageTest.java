package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.lease.Lease;
import io.tradeguard.ratelimit.lease.LeaseAnswer;
import io.tradeguard.ratelimit.lease.LeaseAnswer.Outcome;
import io.tradeguard.ratelimit.lease.LeaseBackend.Terms;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.testing.ChildJvm;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.FaultyProxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of leases while Redis is away, or its answers are. */
class LeaseOutageTest extends FailingRedis {
  private static final String LEASES = NAME + ":leases";
  private static final Terms THREE = new Terms(3, 600, OnRedisFailure.LOCAL);

  private static LeaseAnswer take(RedisRateLimiter limiter) {
    return limiter.leases().take(Lease.of(KEY), THREE);
  }

  private void awaitAway(RedisRateLimiter limiter) {
    Eventually.within(BACK, () -> assertThat(limiter.status().source()).isEqualTo(Source.LOCAL));
  }

  private void awaitRunning(RedisRateLimiter limiter, int running) {
    Eventually.within(
        BACK,
        () -> {
          LeaseAnswer look = limiter.leases().look(KEY);
          assertThat(look.source()).isEqualTo(Source.REDIS);
          assertThat(look.running()).isEqualTo(running);
        });
  }

  /** Redis comes back without anything: what was held before and through the outage is held. */
  @Test
  void throughAnOutageThatLosesAllNoPlaceIsGivenTwice() {
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    Lease first = Lease.of(KEY);
    limiter.leases().take(first, THREE);
    redis.stop();
    awaitAway(limiter);

    assertThat(take(limiter).source()).isEqualTo(Source.LOCAL);
    assertThat(limiter.leases().renew(first, THREE).held()).isTrue();
    assertThat(take(limiter).held()).isTrue();
    assertThat(take(limiter).held()).isFalse();
    redis.restart();
    awaitRedis(limiter);

    assertThat(take(limiter).outcome()).isEqualTo(Outcome.REFUSED);
    awaitRunning(limiter, 3);
    limiter.leases().end(first);
    awaitRunning(limiter, 2);
  }

  /** What ended alone ends in Redis too, though nobody asks. */
  @Test
  void whatEndsWhileRedisIsFrozenIsFreeWhenItIsBack() {
    RedisRateLimiter limiter = limiter(redis.url());
    RedisRateLimiter other = limiter(redis.url());
    Lease lease = Lease.of(KEY);
    limiter.leases().take(lease, THREE);
    other.leases().take(Lease.of(KEY), THREE);
    redis.freeze();
    limiter.leases().end(lease);
    assertThat(limiter.leases().renew(lease, THREE).outcome()).isEqualTo(Outcome.ENDED);
    redis.thaw();
    awaitRedis(limiter);
    awaitRedis(other);

    awaitRunning(other, 1);
  }

  /** Redis has given it and nobody heard: the node gives it too, and it is one lease. */
  @Test
  void aLeaseWhoseAnswerWasLostIsOne() {
    FaultyProxy proxy = new FaultyProxy(redis.port());
    open.add(proxy);
    RedisRateLimiter limiter = limiter(proxy.url());
    RedisRateLimiter other = limiter(redis.url());
    take(limiter);
    proxy.fail(FaultyProxy.Fault.CUT_BEFORE_REPLY);
    assertThat(take(limiter).held()).isTrue();
    proxy.fail(FaultyProxy.Fault.NONE);
    awaitRedis(limiter);

    awaitRunning(other, 2);
    awaitRunning(limiter, 2);
  }

  /** Two nodes of which one died: the other goes on with the dead one's lease for its client. */
  @Test
  void anotherNodeRenewsWhatADeadOneGave() throws Exception {
    RedisRateLimiter dead = limiter(redis.url());
    RedisRateLimiter other = limiter(redis.url());
    Lease lease = Lease.of(KEY);
    dead.leases().take(lease, THREE);
    open.remove(dead);
    dead.close();

    assertThat(other.leases().renew(lease, THREE).held()).isTrue();
    redis.stop();
    awaitAway(other);
    assertThat(other.leases().renew(lease, THREE).held()).isTrue();
    Lease unknown = Lease.of(KEY);
    assertThat(other.leases().renew(unknown, THREE).held()).as("taken at its word").isTrue();
    redis.restart();
    awaitRedis(other);

    awaitRunning(other, 2);
  }

  /** A holder that is killed in the midst of its renewals leaks no place. */
  @Test
  void theLeasesOfAKilledProcessEndByThemselves() {
    RedisRateLimiter other = limiter(redis.url());
    try (ChildJvm holder = ChildJvm.start(LeaseHolder.class, redis.url())) {
      holder.awaitLine(LeaseHolder.HOLDS, Duration.ofMinutes(2));
      assertThat(other.leases().take(Lease.of(KEY), LeaseHolder.TERMS).held()).isFalse();

      holder.kill();

      Eventually.within(
          Duration.ofMinutes(1), () -> assertThat(other.leases().look(KEY).running()).isZero());
    }
    assertThat(redis.keys("*:leases")).isEmpty();
  }

  /** Redis loses everything and goes on answering: whoever renews holds the place again. */
  @Test
  void aLeaseThatRedisHasLostIsThereAgainWhenItIsRenewed() {
    RedisRateLimiter limiter = limiter(redis.url());
    Lease lease = Lease.of(KEY);
    limiter.leases().take(lease, THREE);
    redis.with(jedis -> jedis.flushAll());

    assertThat(limiter.leases().renew(lease, THREE).held()).isTrue();
    awaitRunning(limiter, 1);
    limiter.leases().end(lease);
    assertThat(limiter.leases().renew(lease, THREE).outcome()).isEqualTo(Outcome.ENDED);
  }

  /** What other nodes did with a lease since is not undone by the node that gave it. */
  @Test
  void anOutageUndoesNothingThatAnotherNodeDid() {
    RedisRateLimiter giver = limiter(redis.url());
    RedisRateLimiter other = limiter(redis.url());
    Lease prolonged = Lease.of(KEY);
    Lease over = Lease.of(KEY);
    giver.leases().take(prolonged, new Terms(3, 5, OnRedisFailure.LOCAL));
    giver.leases().take(over, THREE);
    other.leases().renew(prolonged, new Terms(3, 3_600, OnRedisFailure.LOCAL));
    other.leases().end(over);

    redis.freeze();
    awaitAway(giver);
    redis.thaw();
    awaitRedis(giver);

    awaitRunning(giver, 1);
    assertThat(redis.pttl(LEASES)).isGreaterThan(3_000_000);
  }

  /** Its renewal alone is told to Redis, and shortens nothing that another node did. */
  @Test
  void aRenewalAloneOnlyProlongs() {
    RedisRateLimiter one = limiter(redis.url());
    Lease lease = Lease.of(KEY);
    one.leases().take(lease, new Terms(3, 5, OnRedisFailure.LOCAL));
    redis.freeze();
    awaitAway(one);
    one.leases().renew(lease, THREE);
    redis.thaw();
    awaitRedis(one);

    awaitRunning(one, 1);
    Eventually.within(BACK, () -> assertThat(redis.pttl(LEASES)).isGreaterThan(500_000));
  }

  /** A heartbeat that crosses the end of the work leaves nothing behind on the node. */
  @Test
  void aRenewalThatCrossesTheEndLeavesNoGhost() throws Exception {
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    for (int round = 0; round < 200; round++) {
      Lease lease = Lease.of(KEY);
      limiter.leases().take(lease, THREE);
      Concurrently.run(
          2,
          thread -> {
            if (thread == 0) {
              limiter.leases().renew(lease, THREE);
            } else {
              limiter.leases().end(lease);
            }
            return thread;
          });
    }

    assertThat(limiter.leases().held()).isZero();
    assertThat(limiter.leases().look(KEY).running()).isZero();
  }

  @Test
  void aClosedCategoryGivesNoneWhileRedisIsAwayAndAnOpenOneAll() {
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    redis.stop();
    awaitAway(limiter);

    assertThat(
            limiter.leases().take(Lease.of(KEY), new Terms(1, 60, OnRedisFailure.CLOSED)).outcome())
        .isEqualTo(Outcome.UNAVAILABLE);
    Terms open = new Terms(1, 60, OnRedisFailure.OPEN);
    assertThat(limiter.leases().take(Lease.of(KEY), open).held()).isTrue();
    assertThat(limiter.leases().take(Lease.of(KEY), open).held()).isTrue();
  }

  /** No key outlives its leases, a spoiled one is begun anew, and no lease outlives an hour. */
  @Test
  void whatLiesInRedisIsWhatTheLeasesAre() {
    RedisRateLimiter limiter = limiter(redis.url());
    take(limiter);
    assertThat(redis.pttl(LEASES)).isBetween(1L, 600_100L);

    redis.with(jedis -> jedis.set(LEASES, "spoiled"));
    assertThat(take(limiter).running()).isEqualTo(1);

    redis.with(jedis -> jedis.zadd(LEASES, 9_999_999_999_999d, "from-another-time"));
    assertThat(take(limiter).running()).isEqualTo(3);
    assertThat(redis.pttl(LEASES)).isBetween(3_500_000L, 3_600_100L);
  }
}
