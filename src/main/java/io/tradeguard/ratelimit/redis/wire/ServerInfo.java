package io.tradeguard.ratelimit.redis.wire;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What a server says of itself: the lines of its replies to {@code INFO}. */
public record ServerInfo(Map<String, String> lines) {
  private static final int OLDEST_MAJOR = 7;

  /** What is known of a server that does not tell. */
  static final ServerInfo UNKNOWN = new ServerInfo(Map.of());

  public ServerInfo {
    lines = Map.copyOf(lines);
  }

  /** Reads a reply to {@code INFO}. */
  public static ServerInfo parse(String text) {
    Map<String, String> lines = new HashMap<>();
    text.lines()
        .map(line -> line.split(":", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> lines.put(pair[0], pair[1].trim()));
    return new ServerInfo(lines);
  }

  public String get(String name) {
    return lines.getOrDefault(name, "");
  }

  /** Returns another text each time that the server was started, or was made a master. */
  public String runId() {
    return get("run_id");
  }

  /**
   * Checks that it is a server of the kind that the URL says, and new enough.
   *
   * @throws RedisFailure saying what to do about it
   */
  void mustSuit(RedisUrl.Kind kind) throws RedisFailure {
    String version = get("redis_version");
    int major =
        Arrays.stream(version.split("\\.", 2))
            .filter(part -> part.matches("[0-9]{1,6}"))
            .mapToInt(Integer::parseInt)
            .findFirst()
            .orElse(OLDEST_MAJOR);
    if (major < OLDEST_MAJOR) {
      throw new RedisFailure(
          "Redis " + version + " is too old: 7.0 or later, or Valkey, is needed", false);
    }
    if (get("redis_mode").equals("cluster") && kind != RedisUrl.Kind.CLUSTER) {
      throw new RedisFailure(
          "it is a node of a cluster: tradeguard.redis.url must begin with redis-cluster", false);
    }
    if (get("redis_mode").equals("sentinel")) {
      throw new RedisFailure(
          "it is a Sentinel: tradeguard.redis.url must begin with redis-sentinel", false);
    }
  }
}
