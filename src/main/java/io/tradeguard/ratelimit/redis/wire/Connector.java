package io.tradeguard.ratelimit.redis.wire;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the servers and opens connections to them. Used off the request path only: connecting may
 * take longer than a request waits.
 */
public final class Connector implements AutoCloseable {
  private static final int CONNECT_MILLIS = 500;
  private static final long CONNECT_NANOS = CONNECT_MILLIS * 1_000_000L;

  private final RedisUrl url;
  private final Tls tls;
  private final SlotMap slots = new SlotMap();
  private final Set<RespConnection> opening = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public Connector(RedisUrl url, Tls tls) {
    this.url = url;
    this.tls = tls;
  }

  /** Which server of the cluster holds which slot; empty where there is no cluster. */
  public SlotMap slots() {
    return slots;
  }

  public boolean isCluster() {
    return url.kind() == RedisUrl.Kind.CLUSTER;
  }

  /**
   * Finds out which server, or in a cluster which servers, take writes.
   *
   * @throws RedisFailure if nobody knows
   */
  public Set<ServerAddress> masters() throws RedisFailure {
    return switch (url.kind()) {
      case STANDALONE -> Set.copyOf(url.nodes());
      case SENTINEL -> Set.of(sentinelsMaster());
      case CLUSTER -> {
        refreshSlots();
        yield slots.masters();
      }
    };
  }

  /** Reads the map from the first server that answers. */
  private void refreshSlots() throws RedisFailure {
    Set<ServerAddress> candidates = new LinkedHashSet<>(slots.masters());
    candidates.addAll(url.nodes());
    RedisFailure last = new RedisFailure("no server of the cluster answers", false);
    for (ServerAddress candidate : candidates) {
      try (RespConnection connection = connect(candidate)) {
        Object map = PlainCommand.present(ask(connection, "CLUSTER", "SLOTS"));
        slots.read((List<?>) map, candidate);
        return;
      } catch (IOException e) {
        last = RedisFailure.noConnection(e);
      } catch (RedisFailure e) {
        last = e;
      }
    }
    throw last;
  }

  /** Asks one Sentinel after the other: after a failover they know the new master. */
  private ServerAddress sentinelsMaster() throws RedisFailure {
    RedisFailure last = new RedisFailure("no Sentinel knows the master " + url.master(), false);
    for (ServerAddress sentinel : url.nodes()) {
      try (RespConnection connection = open(sentinel)) {
        logIn(connection, url.sentinelCredentials());
        Object answer = ask(connection, "SENTINEL", "get-master-addr-by-name", url.master());
        if (answer instanceof List<?> parts && parts.size() == 2) {
          return new ServerAddress(
              PlainCommand.text(parts.get(0)), Integer.parseInt(PlainCommand.text(parts.get(1))));
        }
      } catch (IOException e) {
        last = RedisFailure.noConnection(e);
      } catch (RedisFailure e) {
        last = e;
      }
    }
    throw last;
  }

  /**
   * Connects and logs in.
   *
   * @throws RedisFailure if nobody is there, does not let us in, or is no server that we can use
   */
  public RespConnection connect(ServerAddress server) throws RedisFailure {
    RespConnection connection = null;
    try {
      connection = open(server);
      logIn(connection, url.credentials());
      if (url.database() > 0) {
        ask(connection, "SELECT", Integer.toString(url.database()));
      }
      ServerInfo info = info(connection);
      info.mustSuit(url.kind());
      connection.knows(info);
      return connection;
    } catch (IOException e) {
      close(connection);
      throw RedisFailure.noConnection(e);
    } catch (RedisFailure e) {
      close(connection);
      throw e;
    } finally {
      if (connection != null) {
        opening.remove(connection);
      }
    }
  }

  private static void close(@Nullable RespConnection connection) {
    if (connection != null) {
      connection.close();
    }
  }

  private RespConnection open(ServerAddress server) throws IOException {
    BoundedSocket socket = BoundedSocket.connect(server, CONNECT_MILLIS);
    socket.until(System.nanoTime() + CONNECT_NANOS);
    Socket outer = url.tls() ? tls.secure(socket, server) : socket;
    RespConnection connection = new RespConnection(socket, outer);
    opening.removeIf(RespConnection::isClosed);
    opening.add(connection);
    if (closed) {
      connection.close();
    }
    connection.until(System.nanoTime() + CONNECT_NANOS);
    return connection;
  }

  private static void logIn(RespConnection connection, RedisUrl.Credentials credentials)
      throws IOException, RedisFailure {
    String password = credentials.password();
    if (password != null) {
      List<String> command = new ArrayList<>(List.of("AUTH"));
      if (credentials.user() != null) {
        command.add(credentials.user());
      }
      command.add(password);
      ask(connection, command.toArray(String[]::new));
    }
  }

  /** A user may lack the right to ask; then what it can do shows when it does it. */
  private static ServerInfo info(RespConnection connection) throws IOException, RedisFailure {
    try {
      return ServerInfo.parse(PlainCommand.text(ask(connection, "INFO", "server")));
    } catch (RedisFailure e) {
      if (String.valueOf(e.getMessage()).startsWith("NOPERM")) {
        return ServerInfo.UNKNOWN;
      }
      throw e;
    }
  }

  private static @Nullable Object ask(RespConnection connection, String... command)
      throws IOException, RedisFailure {
    connection.out().command(command);
    connection.send();
    Object reply = connection.read();
    if (reply instanceof RedisError error) {
      throw new RedisFailure(error.message(), false);
    }
    return reply;
  }

  /** Ends whatever is just being opened, and opens nothing more. */
  @Override
  public void close() {
    closed = true;
    opening.forEach(RespConnection::close);
  }
}
