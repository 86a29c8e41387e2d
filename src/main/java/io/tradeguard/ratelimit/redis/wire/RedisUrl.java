package io.tradeguard.ratelimit.redis.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is: {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} for
 * TLS, {@code redis-sentinel://[user:password@]host:port,host:port/master[/database]} and {@code
 * redis-cluster://[user:password@]host:port,host:port}; the last two also with {@code rediss-}.
 * Credentials are percent-encoded; those of a Sentinel URL are the master's, and {@code
 * ?sentinel-user=…&sentinel-password=…} are the Sentinels' own.
 *
 * @param nodes the server, the Sentinels, or some nodes of the cluster
 * @param master the name by which the Sentinels know the master; empty unless there are Sentinels
 */
public record RedisUrl(
    Kind kind,
    boolean tls,
    List<ServerAddress> nodes,
    Credentials credentials,
    Credentials sentinelCredentials,
    int database,
    String master) {
  private static final Pattern NODE =
      Pattern.compile("(\\[[0-9a-fA-F:.%a-z]+]|[A-Za-z0-9_.-]+)(?::([0-9]{1,5}))?");
  private static final String SENTINEL_USER = "sentinel-user";
  private static final String SENTINEL_PASSWORD = "sentinel-password";

  /** What stands behind the URL. */
  public enum Kind {
    STANDALONE,
    SENTINEL,
    CLUSTER
  }

  /** Who logs in; nobody where there is no password. */
  public record Credentials(@Nullable String user, @Nullable String password) {
    static final Credentials NONE = new Credentials(null, null);

    /** Hides them. */
    @Override
    public String toString() {
      return password == null ? "none" : "***";
    }
  }

  public RedisUrl {
    nodes = List.copyOf(nodes);
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException saying what is wrong, without the URL or a part of it that may
   *     be secret
   */
  public static RedisUrl parse(String text) {
    String url = text.trim();
    int end = url.indexOf("://");
    String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
    Kind kind =
        switch (scheme) {
          case "redis", "rediss" -> Kind.STANDALONE;
          case "redis-sentinel", "rediss-sentinel" -> Kind.SENTINEL;
          case "redis-cluster", "rediss-cluster" -> Kind.CLUSTER;
          default -> throw new IllegalArgumentException("the scheme is not known");
        };
    String rest = url.substring(end + 3);
    if (rest.contains("#")) {
      throw new IllegalArgumentException("a # must be written %23");
    }
    int query = rest.indexOf('?');
    String place = query < 0 ? rest : rest.substring(0, query);
    int slash = place.indexOf('/');
    String authority = slash < 0 ? place : place.substring(0, slash);
    List<String> path = slash < 0 ? List.of() : List.of(place.substring(slash + 1).split("/", -1));
    int at = authority.lastIndexOf('@');
    return new RedisUrl(
        kind,
        scheme.startsWith("rediss"),
        nodes(authority.substring(at + 1), kind),
        at < 0 ? Credentials.NONE : credentials(authority.substring(0, at)),
        sentinelCredentials(query < 0 ? "" : rest.substring(query + 1), kind),
        database(kind, path),
        master(kind, path));
  }

  private static List<ServerAddress> nodes(String hosts, Kind kind) {
    List<ServerAddress> nodes = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      Matcher matcher = NODE.matcher(host.trim());
      if (!matcher.matches()) {
        throw new IllegalArgumentException("a host is missing or malformed");
      }
      String name = matcher.group(1);
      String port = matcher.group(2);
      int number = port == null ? (kind == Kind.SENTINEL ? 26379 : 6379) : Integer.parseInt(port);
      if (number < 1 || number > 65_535) {
        throw new IllegalArgumentException("a port must be 1 to 65535");
      }
      nodes.add(
          new ServerAddress(
              name.startsWith("[") ? name.substring(1, name.length() - 1) : name, number));
    }
    if (kind == Kind.STANDALONE && nodes.size() > 1) {
      throw new IllegalArgumentException(
          "only redis-sentinel and redis-cluster name several hosts");
    }
    return nodes;
  }

  private static Credentials credentials(String text) {
    String[] parts = text.split(":", 2);
    String password = decoded(parts[parts.length - 1]);
    return new Credentials(
        parts.length == 2 && !parts[0].isEmpty() ? decoded(parts[0]) : null, password);
  }

  private static Credentials sentinelCredentials(String query, Kind kind) {
    String user = null;
    String password = null;
    for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      if (kind == Kind.SENTINEL && parts.length == 2 && parts[0].equals(SENTINEL_USER)) {
        user = decoded(parts[1]);
      } else if (kind == Kind.SENTINEL && parts.length == 2 && parts[0].equals(SENTINEL_PASSWORD)) {
        password = decoded(parts[1]);
      } else if (parts[0].equals("db") || parts[0].equals("database")) {
        throw new IllegalArgumentException(
            "?" + parts[0] + "= is not known: the database is the end of the path, as in /2");
      } else {
        String name = parts[0].matches("[a-z_-]{1,30}") ? "?" + parts[0] + "=" : "a parameter";
        throw new IllegalArgumentException(name + " is not known");
      }
    }
    return new Credentials(user, password);
  }

  private static String master(Kind kind, List<String> path) {
    if (kind != Kind.SENTINEL) {
      return "";
    }
    if (path.isEmpty() || path.get(0).isEmpty()) {
      throw new IllegalArgumentException("a Sentinel URL ends in /name-of-the-master");
    }
    return decoded(path.get(0));
  }

  private static int database(Kind kind, List<String> path) {
    int first = kind == Kind.SENTINEL ? 1 : 0;
    String database = path.size() > first ? path.get(first) : "";
    if (path.size() > first + 1) {
      throw new IllegalArgumentException("the path has too many parts");
    }
    if (kind == Kind.CLUSTER && !database.isEmpty()) {
      throw new IllegalArgumentException("a cluster has no numbered databases");
    }
    if (!database.matches("[0-9]{0,5}")) {
      throw new IllegalArgumentException("the database must be a number");
    }
    return database.isEmpty() ? 0 : Integer.parseInt(database);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Its message would show what follows the %, which may be of a password.
      throw new IllegalArgumentException(
          "after a % two hexadecimal digits must follow; a % itself is written %25");
    }
  }

  /** Hides the credentials. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + (tls ? " with TLS at " : " at ") + nodes;
  }
}
