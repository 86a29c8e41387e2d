package io.tradeguard.ratelimit.redis.wire;

import io.tradeguard.ratelimit.redis.wire.ConnectionPool.Pooled;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent commands for one server share round trips, without a thread of its own.
 *
 * <p>Whoever has a command puts it into the queue; if it can take a connection that is free, it
 * carries everything that is queued to Redis in one exchange, its own command among it, and wakes
 * the others with their answers. If none is free it waits: whoever holds a connection looks into
 * the queue again before it lets go, and once more after. So a lone command goes with no hand-over
 * and no delay, and the more there are at once, the more share an exchange.
 *
 * <p>Nobody waits longer than the timeout. So an exchange ends with its leader's patience, and who
 * has too little of it left for what exchanges take leads none: an exchange cut short would say
 * that Redis is away. Those are served by whoever comes next, or by {@link #serve}. Who gives up
 * while its command is still queued knows that it was never sent; who gives up later knows that it
 * may have been done.
 */
public final class Combiner {
  private static final Logger LOG = System.getLogger(Combiner.class.getName());
  private static final int LARGEST_BATCH = 512;
  private static final long SPIN_NANOS = 100_000;

  private final CommandQueue queue = new CommandQueue();
  private final ConnectionPool pool;
  private final KeepAlive keepAlive;
  private final long timeoutNanos;
  private final BiConsumer<RedisFailure, RespConnection> onFailure;
  private final Runnable onStranded;

  /** What an exchange takes, smoothed. */
  private volatile long exchangeNanos;

  /**
   * Creates a combiner that is not connected yet.
   *
   * @param onFailure told when a connection has failed, in use or not any more
   * @param onStranded told when somebody should {@link #serve}: a connection is free, and nobody
   *     who waits has the time to lead
   */
  public Combiner(
      int connections,
      long timeoutNanos,
      BiConsumer<RedisFailure, RespConnection> onFailure,
      Runnable onStranded) {
    this.pool = new ConnectionPool(connections);
    this.timeoutNanos = timeoutNanos;
    this.onFailure = onFailure;
    this.onStranded = onStranded;
    this.keepAlive = new KeepAlive(pool, timeoutNanos, onFailure, this::wakeNext);
  }

  public int connections() {
    return pool.size();
  }

  public long timeoutNanos() {
    return timeoutNanos;
  }

  /** What an exchange takes, smoothed; 0 before the first. */
  public long exchangeNanos() {
    return exchangeNanos;
  }

  /** Opens the way to Redis. */
  public void connect(List<RespConnection> connections) {
    pool.connect(connections);
  }

  /** Whether a connection is one of now, not one that was closed. */
  public boolean uses(RespConnection connection) {
    return pool.uses(connection);
  }

  /**
   * Closes every connection, and fails whoever waits for one: of what is queued nothing was sent.
   */
  public void disconnect(RedisFailure why) {
    pool.disconnect();
    queue.takeBatch(Integer.MAX_VALUE).forEach(each -> each.failed(RedisFailure.unsent(why)));
  }

  /** Sends a command, and returns when it has ended: at the latest after the timeout. */
  public void send(Command command) {
    send(command, System.nanoTime() + timeoutNanos);
  }

  /** Sends a command, and returns when it has ended: at the latest at a deadline. */
  public void send(Command command, long deadline) {
    sendTogether(List.of(command), deadline);
  }

  /** Sends several commands at once; each has ended when this returns, however it did. */
  public void sendAll(List<? extends Command> commands) {
    long deadline = System.nanoTime() + timeoutNanos;
    for (Command command : commands) {
      add(List.of(command), deadline);
    }
    commands.forEach(this::await);
  }

  /**
   * Sends a few commands in one exchange and in their order; each has ended when this returns: at
   * the latest at a deadline.
   */
  public void sendTogether(List<? extends Command> commands, long deadline) {
    add(commands, deadline);
    commands.forEach(this::await);
  }

  private void add(List<? extends Command> group, long deadline) {
    for (Command command : group) {
      command.deadline = deadline;
    }
    queue.add(group);
  }

  /** Sends commands on a connection that nobody else uses. */
  public void sendAll(RespConnection connection, List<? extends Command> commands)
      throws RedisFailure {
    commands.forEach(Command::take);
    try {
      Exchange.run(connection, commands, System.nanoTime() + timeoutNanos);
    } finally {
      failRest(commands, null);
    }
  }

  /** Serves those who wait and may not lead; for a thread that nobody waits for. */
  public void serve() {
    if (!queue.isEmpty()) {
      Pooled pooled = pool.take();
      if (pooled != null) {
        serve(pooled, System.nanoTime() + timeoutNanos);
      }
    }
  }

  /** Uses every connection that has been idle for a second; see {@link KeepAlive}. */
  public void keepAlive(KeepAlive.Opener opener) {
    keepAlive.run(opener);
  }

  /** Whether somebody has the time for an exchange, by what the last ones took. */
  private boolean mayLead(Command command, long now) {
    long needed =
        Math.max(timeoutNanos / 2, Math.min(2 * exchangeNanos, timeoutNanos - timeoutNanos / 8));
    return command.deadline - now >= needed;
  }

  private void await(Command command) {
    boolean interrupted = false;
    long now = System.nanoTime();
    while (!command.ended()) {
      // Whose command is on its way with another has nothing to lead for.
      boolean waits = command.waits();
      boolean leads = waits && mayLead(command, now);
      Pooled pooled = leads ? pool.take() : null;
      if (pooled != null) {
        serve(pooled, command.deadline);
      } else if (command.deadline - now <= 0 || !pool.isConnected()) {
        command.leave();
        wakeNext();
      } else {
        if (waits && !leads) {
          wakeNext();
        }
        if (waits || !spin(command, now)) {
          LockSupport.parkNanos(this, command.deadline - now);
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
   * @return whether the command has ended
   */
  private boolean spin(Command command, long now) {
    while (pool.anyFree() && System.nanoTime() - now < SPIN_NANOS) {
      if (command.ended()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private void serve(Pooled pooled, long deadline) {
    try {
      RespConnection connection = pooled.connection();
      if (connection != null) {
        // It gives up a little before those who wait do, so that they still hear why.
        exchange(connection, deadline - timeoutNanos / 32);
      }
    } finally {
      pooled.release();
      wakeNext();
    }
  }

  private void exchange(RespConnection connection, long deadline) {
    List<Command> batch = queue.takeBatch(LARGEST_BATCH);
    if (batch.isEmpty()) {
      return;
    }
    @Nullable RedisFailure failure = null;
    long start = System.nanoTime();
    try {
      Exchange.run(connection, batch, deadline);
      long took = System.nanoTime() - start;
      exchangeNanos = exchangeNanos == 0 ? took : (7 * exchangeNanos + took) / 8;
    } catch (RedisFailure e) {
      failure = e;
      // Before anyone decides alone, nobody may set out for Redis any more.
      onFailure.accept(failure, connection);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "An exchange with Redis failed", e);
      failure = new RedisFailure("an answer made no sense", true, e);
      onFailure.accept(failure, connection);
    } finally {
      failRest(batch, failure);
    }
  }

  /** Whatever went wrong, nobody is left waiting. */
  private static void failRest(List<? extends Command> batch, @Nullable RedisFailure why) {
    for (Command command : batch) {
      if (!command.ended()) {
        command.failed(why == null ? new RedisFailure("the exchange was cut short", true) : why);
      }
    }
  }

  /**
   * Wakes one who may lead. Whoever waits may have come between the last look into the queue and
   * the connection's release; and who was woken, but may not lead by now, passes it on.
   */
  private void wakeNext() {
    long now = System.nanoTime();
    if (queue.wakeOne(command -> mayLead(command, now)) && pool.anyFree()) {
      onStranded.run();
    }
  }
}
