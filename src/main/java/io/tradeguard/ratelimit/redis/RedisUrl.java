package io.tradeguard.ratelimit.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is: {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} for
 * TLS, {@code redis-sentinel://[user:password@]host:port,host:port/master[/database]} and {@code
 * redis-cluster://[user:password@]host:port,host:port}; the last two also with {@code rediss-}.
 * Credentials are percent-encoded; those of a Sentinel URL are the master's.
 *
 * @param nodes the server, the Sentinels, or some nodes of the cluster
 * @param master the name by which the Sentinels know the master; empty unless there are Sentinels
 */
record RedisUrl(
    Kind kind,
    boolean tls,
    List<HostAndPort> nodes,
    @Nullable String user,
    @Nullable String password,
    int database,
    String master) {

  /** What stands behind the URL. */
  enum Kind {
    STANDALONE,
    SENTINEL,
    CLUSTER
  }

  RedisUrl {
    nodes = List.copyOf(nodes);
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException saying what is wrong, without the URL itself
   */
  static RedisUrl parse(String url) {
    int end = url.indexOf("://");
    String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
    Kind kind =
        switch (scheme) {
          case "redis", "rediss" -> Kind.STANDALONE;
          case "redis-sentinel", "rediss-sentinel" -> Kind.SENTINEL;
          case "redis-cluster", "rediss-cluster" -> Kind.CLUSTER;
          default -> throw new IllegalArgumentException("the scheme is not known");
        };
    String rest = url.substring(end + 3).split("[?#]", 2)[0];
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    int at = authority.lastIndexOf('@');
    String[] credentials = at < 0 ? new String[0] : authority.substring(0, at).split(":", 2);
    List<HostAndPort> nodes = new ArrayList<>();
    for (String node : authority.substring(at + 1).split(",", -1)) {
      nodes.add(node(node, kind == Kind.SENTINEL ? 26379 : 6379));
    }
    if (kind == Kind.STANDALONE && nodes.size() > 1) {
      throw new IllegalArgumentException(
          "only redis-sentinel and redis-cluster name several hosts");
    }
    String[] segments = path.split("/", -1);
    String master = kind == Kind.SENTINEL ? segments[0] : "";
    if (kind == Kind.SENTINEL && master.isEmpty()) {
      throw new IllegalArgumentException("a Sentinel URL ends in /name-of-the-master");
    }
    String database =
        kind == Kind.SENTINEL ? (segments.length > 1 ? segments[1] : "") : segments[0];
    if (kind == Kind.CLUSTER && !database.isEmpty()) {
      throw new IllegalArgumentException("a cluster has no numbered databases");
    }
    String user = credentials.length == 2 && !credentials[0].isEmpty() ? credentials[0] : null;
    String password = credentials.length == 0 ? null : credentials[credentials.length - 1];
    return new RedisUrl(
        kind,
        scheme.startsWith("rediss"),
        nodes,
        decoded(user),
        decoded(password),
        number(database),
        master);
  }

  private static HostAndPort node(String text, int defaultPort) {
    try {
      URI uri = new URI("redis://" + text.trim());
      if (uri.getHost() == null) {
        throw new IllegalArgumentException("a host is missing or malformed");
      }
      String host = uri.getHost();
      return new HostAndPort(
          host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
          uri.getPort() < 0 ? defaultPort : uri.getPort());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("a host is malformed", e);
    }
  }

  private static int number(String database) {
    if (!database.matches("[0-9]{0,5}")) {
      throw new IllegalArgumentException("the database must be a number");
    }
    return database.isEmpty() ? 0 : Integer.parseInt(database);
  }

  private static @Nullable String decoded(@Nullable String text) {
    return text == null
        ? null
        : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Hides the credentials. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + (tls ? " with TLS at " : " at ") + nodes;
  }
}
