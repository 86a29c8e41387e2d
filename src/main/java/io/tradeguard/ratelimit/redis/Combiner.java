package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.redis.Lanes.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
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
 * <p>Nobody waits longer than the timeout. So an exchange ends with its leader's patience, and who
 * has less than half of it left leads none: an exchange cut short would say that Redis is away.
 * Those are served by whoever comes next, or by {@link #serve}. Who gives up while its question is
 * still queued knows that it was never sent; who gives up later knows that it may have been
 * counted.
 */
final class Combiner {
  private static final Logger LOG = System.getLogger(Combiner.class.getName());
  private static final int LARGEST_BATCH = 512;
  private static final long SPIN_NANOS = 100_000;

  private final ConcurrentLinkedQueue<Ask> queue = new ConcurrentLinkedQueue<>();
  private final Lanes lanes;
  private final long timeoutNanos;
  private final BiConsumer<RedisFailure, Link> onFailure;
  private final Runnable onStranded;

  /**
   * Creates a combiner whose lanes have no links yet.
   *
   * @param onFailure told when a link has failed, in use or not any more
   * @param onStranded told when somebody should {@link #serve}: a lane is free, and nobody who
   *     waits has the time to lead
   */
  Combiner(
      int lanes, long timeoutNanos, BiConsumer<RedisFailure, Link> onFailure, Runnable onStranded) {
    this.lanes = new Lanes(lanes);
    this.timeoutNanos = timeoutNanos;
    this.onFailure = onFailure;
    this.onStranded = onStranded;
  }

  int lanes() {
    return lanes.count();
  }

  long timeoutNanos() {
    return timeoutNanos;
  }

  /** Opens the way to Redis: one link for each lane. */
  void connect(List<Link> links) {
    lanes.connect(links);
  }

  /** Whether a link is one of now, not one that was cut. */
  boolean uses(Link link) {
    return lanes.use(link);
  }

  /** Cuts every link, and fails whoever waits for one: of what is queued nothing was sent. */
  void disconnect(RedisFailure why) {
    lanes.disconnect();
    RedisFailure unsent = RedisFailure.unsent(why);
    for (Ask ask = queue.poll(); ask != null; ask = queue.poll()) {
      if (ask.take()) {
        ask.failed(unsent);
      }
    }
  }

  /**
   * Asks, and returns when the question has ended: at the latest after the timeout.
   *
   * @throws RedisFailure if there is no answer
   */
  <A extends Ask> A ask(A ask) throws RedisFailure {
    long now = System.nanoTime();
    ask.deadline = now + timeoutNanos;
    queue.add(ask);
    await(ask, now);
    ask.check();
    return ask;
  }

  /** Asks several questions at once; each has ended when this returns, however it did. */
  void askAll(List<? extends Ask> asks) {
    long deadline = System.nanoTime() + timeoutNanos;
    for (Ask ask : asks) {
      ask.deadline = deadline;
      queue.add(ask);
    }
    for (Ask ask : asks) {
      if (!ask.ended()) {
        await(ask, System.nanoTime());
      }
    }
  }

  /** Serves those who wait and may not lead; for a thread that nobody waits for. */
  void serve() {
    if (!queue.isEmpty()) {
      Lane lane = lanes.take();
      if (lane != null) {
        serve(lane, System.nanoTime() + exchangeNanos());
      }
    }
  }

  /** A link gives up a little before its askers do, so that they still hear why. */
  private long exchangeNanos() {
    return timeoutNanos / 4 * 3;
  }

  private boolean mayLead(Ask ask, long now) {
    return ask.deadline - now >= timeoutNanos / 2;
  }

  private void await(Ask ask, long start) {
    boolean interrupted = false;
    long now = start;
    while (!ask.ended()) {
      // Whose question is on its way with another has nothing to lead for.
      boolean waits = ask.waits();
      boolean leads = waits && mayLead(ask, now);
      Lane lane = leads ? lanes.take() : null;
      if (lane != null) {
        serve(lane, Math.min(ask.deadline, now + exchangeNanos()));
      } else if (ask.deadline - now <= 0 || !lanes.areConnected()) {
        ask.leave();
        wakeNext();
      } else {
        if (waits && !leads) {
          wakeNext();
        }
        if (waits || !spin(ask, now)) {
          LockSupport.parkNanos(this, ask.deadline - now);
          interrupted |= Thread.interrupted();
        }
      }
      now = System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Looks out for the answer for a moment, if few ask: to be woken would take longer than it does.
   *
   * @return whether the question has ended
   */
  private boolean spin(Ask ask, long now) {
    while (lanes.anyFree() && System.nanoTime() - now < SPIN_NANOS) {
      if (ask.ended()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private void serve(Lane lane, long deadline) {
    try {
      Link link = lane.link();
      if (link != null) {
        exchange(link, deadline);
      }
    } finally {
      lane.release();
      wakeNext();
    }
  }

  private void exchange(Link link, long deadline) {
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
      link.exchange(batch, deadline);
    } catch (RedisFailure e) {
      failure = e;
      // Before anyone decides alone, nobody may set out for Redis any more.
      onFailure.accept(failure, link);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "An exchange with Redis failed", e);
      failure = new RedisFailure("an answer made no sense", true, e);
      onFailure.accept(failure, link);
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

  /**
   * Wakes one who may lead. Whoever waits may have come between the last look into the queue and
   * the lane's release; and who was woken, but may not lead by now, passes it on.
   */
  private void wakeNext() {
    if (queue.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    boolean stranded = false;
    for (Ask ask : queue) {
      if (!ask.waits()) {
        queue.remove(ask);
      } else if (mayLead(ask, now)) {
        ask.wake();
        return;
      } else {
        stranded = true;
      }
    }
    if (stranded && lanes.anyFree()) {
      onStranded.run();
    }
  }
}
