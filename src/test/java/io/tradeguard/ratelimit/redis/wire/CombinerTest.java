package io.tradeguard.ratelimit.redis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.FaultyProxy;
import io.tradeguard.testing.FaultyProxy.Fault;
import io.tradeguard.testing.RealRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody is lost, doubled or given another's answer, whatever happens to the connections. */
class CombinerTest {
  private static final int ASKERS = 16;
  private static final int ANSWERS = 150;
  private static final long TIMEOUT_NANOS = 300_000_000;

  private final RealRedis redis = RealRedis.start();
  private final FaultyProxy proxy = new FaultyProxy(redis.port());
  private final Connector connector = new Connector(RedisUrl.parse(proxy.url()), Tls.usual());
  private final AtomicBoolean broken = new AtomicBoolean();
  private final Combiner combiner = new Combiner(2, TIMEOUT_NANOS, this::cut, () -> {});
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    combiner.disconnect(new RedisFailure("the test is over", false));
    proxy.close();
    redis.close();
  }

  private RespConnection open() throws RedisFailure {
    return connector.connect(connector.masters().iterator().next());
  }

  private static Count sent(Combiner combiner, Count count) throws RedisFailure {
    combiner.send(count);
    count.check();
    return count;
  }

  private void cut(RedisFailure failure, RespConnection link) {
    combiner.disconnect(failure);
    broken.set(true);
  }

  private void connect() throws RedisFailure {
    combiner.connect(List.of(open(), open()));
    broken.set(false);
  }

  /**
   * What one asker saw. It asks about a key and with a weight that nobody else has, so that
   * another's answer would not fit.
   */
  private final class Asker {
    private final byte[] key;
    private final int weight;
    int answered;
    int maybe;
    long last;
    long slowestNanos;

    Asker(int number) {
      key = name(number).getBytes(StandardCharsets.US_ASCII);
      weight = 1_000 + number;
    }

    Asker askUntilAnswered(int times) {
      while (answered < times) {
        long start = System.nanoTime();
        try {
          Count ask = sent(combiner, new Count(key, weight, 600));
          answered++;
          assertThat(ask.count() % weight).isZero();
          assertThat(ask.count()).isGreaterThan(last);
          assertThat(ask.count() / weight).isBetween((long) answered, (long) answered + maybe);
          last = ask.count();
        } catch (RedisFailure e) {
          maybe += e.maybeDone() ? 1 : 0;
          LockSupport.parkNanos(1_000_000);
        }
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
      }
      return this;
    }
  }

  private static String name(int number) {
    return "rate_limit:user:" + number + ":combined";
  }

  private List<Asker> askFromAllThreads() throws Exception {
    List<Future<Asker>> running = new ArrayList<>();
    for (int i = 0; i < ASKERS; i++) {
      Asker asker = new Asker(i);
      running.add(threads.submit(() -> asker.askUntilAnswered(ANSWERS)));
    }
    List<Asker> askers = new ArrayList<>();
    for (Future<Asker> each : running) {
      askers.add(each.get(120, TimeUnit.SECONDS));
    }
    return askers;
  }

  private void assertEachCountedOnce(List<Asker> askers) {
    for (int i = 0; i < ASKERS; i++) {
      Asker asker = askers.get(i);
      long counted = Long.parseLong(redis.get(name(i))) / (1_000 + i);
      assertThat(counted).isBetween((long) ANSWERS, (long) ANSWERS + asker.maybe);
    }
  }

  @Test
  void eachGetsItsOwnAnswerAndIsCountedOnce() throws Exception {
    connect();

    List<Asker> askers = askFromAllThreads();

    assertEachCountedOnce(askers);
  }

  @Test
  void underCutAndSilentConnectionsNobodyIsLostOrDoubled() throws Exception {
    connect();
    AtomicBoolean over = new AtomicBoolean();
    List<Fault> faults = List.of(Fault.values());
    Future<?> trouble =
        threads.submit(
            () -> {
              for (int i = 0; !over.get(); i++) {
                proxy.fail(faults.get(i % faults.size()));
                LockSupport.parkNanos(15_000_000);
                proxy.fail(Fault.NONE);
                if (broken.get()) {
                  reconnect();
                }
                LockSupport.parkNanos(15_000_000);
              }
            });

    List<Asker> askers = askFromAllThreads();
    over.set(true);
    trouble.get(10, TimeUnit.SECONDS);

    assertEachCountedOnce(askers);
    assertThat(askers).anyMatch(asker -> asker.maybe > 0);
    for (Asker asker : askers) {
      // The machine may be busy.
      assertThat(asker.slowestNanos).isLessThan(TIMEOUT_NANOS + 400_000_000);
    }
  }

  /** One lane, whose exchange is held up for more than half of the time-out. */
  private final class HeldUp implements AutoCloseable {
    static final long PATIENCE_NANOS = 4_000_000_000L;
    final CountDownLatch stranded = new CountDownLatch(1);
    final Combiner lane =
        new Combiner(1, PATIENCE_NANOS, (failure, link) -> {}, stranded::countDown);
    private final CompletableFuture<Long> asked = new CompletableFuture<>();
    private final Future<Count> leader;
    final Future<Count> follower;

    HeldUp() throws Exception {
      lane.connect(List.of(open()));
      proxy.fail(Fault.HOLD);
      leader = threads.submit(() -> sent(lane, ask(1)));
      awaitCounted(1);
      follower =
          threads.submit(
              () -> {
                asked.complete(System.nanoTime());
                return sent(lane, ask(2));
              });
      long start = asked.get();
      Eventually.within(
          Duration.ofSeconds(10),
          () -> assertThat(System.nanoTime() - start).isGreaterThan(PATIENCE_NANOS * 21 / 40));
    }

    private Count ask(int number) {
      return new Count(name(number).getBytes(StandardCharsets.US_ASCII), 1, 600);
    }

    private void awaitCounted(int number) {
      Eventually.within(
          Duration.ofSeconds(10), () -> assertThat(redis.get(name(number))).isEqualTo("1"));
    }

    /** Lets the first exchange end; what happens to the next is the fault. */
    void releaseTo(Fault next) throws Exception {
      proxy.fail(next);
      assertThat(leader.get(10, TimeUnit.SECONDS).count()).isEqualTo(1);
      assertThat(stranded.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      lane.disconnect(new RedisFailure("the test is over", false));
    }
  }

  @Test
  void whoHasWaitedLongLeadsNoExchangeAndLeavesInTime() throws Exception {
    try (HeldUp held = new HeldUp()) {
      held.releaseTo(Fault.SILENCE);

      ExecutionException failure =
          catchThrowableOfType(
              ExecutionException.class, () -> held.follower.get(10, TimeUnit.SECONDS));
      RedisFailure why = (RedisFailure) Objects.requireNonNull(failure.getCause());
      assertThat(why.maybeDone()).isFalse();
      assertThat(why.outage()).isFalse();
      assertThat(redis.get(name(2))).isNull();
    }
  }

  @Test
  void whoHasWaitedLongIsServedByAThreadThatHasTheTime() throws Exception {
    try (HeldUp held = new HeldUp()) {
      held.releaseTo(Fault.NONE);
      held.lane.serve();

      assertThat(held.follower.get(10, TimeUnit.SECONDS).count()).isEqualTo(1);
    }
  }

  @Test
  void whoFailsOnALinkThatWasCutSpeaksOfNoneInUse() throws Exception {
    CompletableFuture<RespConnection> failed = new CompletableFuture<>();
    Combiner lane =
        new Combiner(1, 10_000_000_000L, (failure, link) -> failed.complete(link), () -> {});
    lane.connect(List.of(open()));
    proxy.fail(Fault.HOLD);
    Future<Count> leader = threads.submit(() -> sent(lane, new Count(bytes(name(1)), 1, 600)));
    Eventually.within(Duration.ofSeconds(10), () -> assertThat(redis.get(name(1))).isEqualTo("1"));

    lane.disconnect(new RedisFailure("it is cut", true));
    proxy.fail(Fault.NONE);
    RespConnection next = open();
    lane.connect(List.of(next));

    assertThat(lane.uses(failed.get(10, TimeUnit.SECONDS))).isFalse();
    assertThat(lane.uses(next)).isTrue();
    assertThat(leader).failsWithin(Duration.ofSeconds(10));
    lane.disconnect(new RedisFailure("the test is over", false));
  }

  @Test
  void whatWasQueuedWhenALinkFailedWasNotSent() throws Exception {
    try (HeldUp held = new HeldUp()) {
      held.lane.disconnect(new RedisFailure("it is cut", true));

      ExecutionException failure =
          catchThrowableOfType(
              ExecutionException.class, () -> held.follower.get(10, TimeUnit.SECONDS));
      assertThat(((RedisFailure) Objects.requireNonNull(failure.getCause())).maybeDone()).isFalse();
    }
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.US_ASCII);
  }

  private void reconnect() {
    try {
      connect();
    } catch (RedisFailure e) {
      // The next round tries again.
    }
  }

  @Test
  void equalKeysInOneExchangeGetConsecutiveCounts() throws Exception {
    connect();
    List<Count> asks = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      asks.add(new Count(name(0).getBytes(StandardCharsets.US_ASCII), 1 + i % 3, 600));
    }

    combiner.sendAll(asks);

    long expected = 0;
    int i = 0;
    for (Count ask : asks) {
      ask.check();
      expected += 1 + ++i % 3;
      assertThat(ask.count()).isEqualTo(expected);
    }
  }
}
