package io.tradeguard.ratelimit.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent questions share round trips, without a thread of its own.
 *
 * <p>There are a few lanes, each with one {@link Link}. Whoever asks puts its question into the
 * queue; if it can take a lane that is free, it carries everything that is queued to Redis in one
 * exchange, its own question among it, and wakes the others with their answers. If none is free it
 * waits: whoever holds a lane looks into the queue again before it lets go, and once more after. So
 * a lone asker does its own exchange with no hand-over and no delay, and the more ask at once, the
 * more share an exchange.
 *
 * <p>Nobody waits longer than the timeout. Who gives up while its question is still queued knows
 * that it was never sent; who gives up later knows that it may have been counted.
 */
final class Combiner {
  private static final Logger LOG = System.getLogger(Combiner.class.getName());
  private static final int LARGEST_BATCH = 512;

  private final ConcurrentLinkedQueue<Ask> queue = new ConcurrentLinkedQueue<>();
  private final Lane[] lanes;
  private final long timeoutNanos;
  private final Consumer<RedisFailure> onFailure;

  private static final class Lane {
    final AtomicBoolean busy = new AtomicBoolean();
    volatile @Nullable Link link;
  }

  /**
   * Creates a combiner whose lanes have no links yet.
   *
   * @param onFailure told when a link has failed
   */
  Combiner(int lanes, long timeoutNanos, Consumer<RedisFailure> onFailure) {
    this.lanes = new Lane[lanes];
    for (int i = 0; i < lanes; i++) {
      this.lanes[i] = new Lane();
    }
    this.timeoutNanos = timeoutNanos;
    this.onFailure = onFailure;
  }

  int lanes() {
    return lanes.length;
  }

  /** Opens the way to Redis: one link for each lane. */
  void connect(List<Link> links) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i].link = links.get(i);
    }
  }

  /** Cuts every link, and fails whoever waits for one. */
  void disconnect(RedisFailure why) {
    for (Lane lane : lanes) {
      Link link = lane.link;
      lane.link = null;
      if (link != null) {
        link.close();
      }
    }
    for (Ask ask = queue.poll(); ask != null; ask = queue.poll()) {
      if (ask.take()) {
        ask.failed(why);
      }
    }
  }

  /**
   * Asks, and returns when the question has ended: at the latest after the timeout, if this thread
   * need not carry the others' too, else soon after.
   *
   * @throws RedisFailure if there is no answer
   */
  <A extends Ask> A ask(A ask) throws RedisFailure {
    queue.add(ask);
    await(ask, System.nanoTime() + timeoutNanos);
    ask.check();
    return ask;
  }

  /** Asks several questions at once; each has ended when this returns, however it did. */
  void askAll(List<? extends Ask> asks) {
    queue.addAll(asks);
    long deadline = System.nanoTime() + timeoutNanos;
    for (Ask ask : asks) {
      await(ask, deadline);
    }
  }

  private void await(Ask ask, long deadline) {
    boolean interrupted = false;
    while (!ask.ended()) {
      Lane lane = freeLane();
      if (lane != null) {
        serve(lane);
      } else {
        long left = deadline - System.nanoTime();
        if (left <= 0 || !connected()) {
          ask.leave();
        } else {
          LockSupport.parkNanos(this, left);
          interrupted |= Thread.interrupted();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean connected() {
    for (Lane lane : lanes) {
      if (lane.link != null) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Lane freeLane() {
    for (Lane lane : lanes) {
      if (lane.link != null && !lane.busy.get() && lane.busy.compareAndSet(false, true)) {
        return lane;
      }
    }
    return null;
  }

  private void serve(Lane lane) {
    try {
      Link link = lane.link;
      if (link != null) {
        exchange(link);
      }
    } finally {
      lane.busy.set(false);
      wakeNext();
    }
  }

  private void exchange(Link link) {
    List<Ask> batch = new ArrayList<>();
    while (batch.size() < LARGEST_BATCH) {
      Ask ask = queue.poll();
      if (ask == null) {
        break;
      }
      if (ask.take()) {
        batch.add(ask);
      }
    }
    if (batch.isEmpty()) {
      return;
    }
    @Nullable RedisFailure failure = null;
    try {
      link.exchange(batch);
    } catch (RedisFailure e) {
      failure = e;
      // Before anyone decides alone, nobody may set out for Redis any more.
      onFailure.accept(failure);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "An exchange with Redis failed", e);
      failure = new RedisFailure("an answer made no sense", true, e);
      onFailure.accept(failure);
    } finally {
      failRest(batch, failure);
    }
  }

  /** Whatever went wrong, nobody is left waiting. */
  private static void failRest(List<Ask> batch, @Nullable RedisFailure why) {
    for (Ask ask : batch) {
      if (!ask.ended()) {
        ask.failed(why == null ? new RedisFailure("the exchange was cut short", true) : why);
      }
    }
  }

  /** Whoever waits may have come between the last look into the queue and the lane's release. */
  private void wakeNext() {
    for (Ask ask = queue.peek(); ask != null; ask = queue.peek()) {
      if (ask.waits()) {
        ask.wake();
        return;
      }
      queue.remove(ask);
    }
  }
}
