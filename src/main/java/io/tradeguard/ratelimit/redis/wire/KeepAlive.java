package io.tradeguard.ratelimit.redis.wire;

import io.tradeguard.ratelimit.redis.wire.ConnectionPool.Pooled;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.BiConsumer;

/**
 * Uses every connection that has been idle for a second, so that no idle limit on the way ends it;
 * one that was ended nevertheless is replaced before anybody needs it.
 */
public final class KeepAlive {
  private static final Logger LOG = System.getLogger(KeepAlive.class.getName());
  private static final long IDLE_NANOS = 1_000_000_000;

  private final ConnectionPool pool;
  private final long timeoutNanos;
  private final BiConsumer<RedisFailure, RespConnection> onFailure;
  private final Runnable onFree;

  /**
   * Creates it for the connections of a pool.
   *
   * @param onFailure told of a connection that failed and could not be replaced
   * @param onFree told when a connection is free again
   */
  KeepAlive(
      ConnectionPool pool,
      long timeoutNanos,
      BiConsumer<RedisFailure, RespConnection> onFailure,
      Runnable onFree) {
    this.pool = pool;
    this.timeoutNanos = timeoutNanos;
    this.onFailure = onFailure;
    this.onFree = onFree;
  }

  /** Opens a connection in the place of one that is of no use any more. */
  @FunctionalInterface
  public interface Opener {
    RespConnection open() throws RedisFailure;
  }

  void run(Opener opener) {
    for (Pooled pooled : pool.all()) {
      RespConnection connection = pooled.connection();
      if (connection != null
          && System.nanoTime() - connection.lastUsed() > IDLE_NANOS
          && pooled.take()) {
        try {
          use(pooled, connection, opener);
        } finally {
          pooled.release();
          onFree.run();
        }
      }
    }
  }

  private void use(Pooled pooled, RespConnection connection, Opener opener) {
    try {
      connection.until(System.nanoTime() + timeoutNanos);
      connection.out().command("PING");
      connection.send();
      if (connection.read() instanceof RedisError error) {
        onFailure.accept(RedisFailure.refusal(error, false), connection);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "An idle connection to Redis was closed: {0}", e.getMessage());
      replace(pooled, connection, opener);
    }
  }

  private void replace(Pooled pooled, RespConnection connection, Opener opener) {
    connection.close();
    try {
      RespConnection next = opener.open();
      if (!pooled.replace(connection, next)) {
        next.close();
      }
    } catch (RedisFailure failure) {
      onFailure.accept(failure, connection);
    }
  }
}
