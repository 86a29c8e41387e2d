package io.tradeguard.ratelimit.redis.wire;

import org.jspecify.annotations.Nullable;

/** An error reply, for example {@code NOPERM this user has no permissions …}. */
public record RedisError(String message) {
  private static final String SCRIPT_LINE = "user_script";

  /** Returns the word that says what kind of error it is. */
  public String code() {
    int space = message.indexOf(' ');
    return space < 0 ? message : message.substring(0, space);
  }

  /** Whether it names the line at which a script failed, by which time it may have written. */
  boolean isMidScript() {
    return message.contains(SCRIPT_LINE);
  }

  /** Somebody wrote over our key: it cannot be counted on. */
  boolean isSpoiledKey() {
    return code().equals("WRONGTYPE")
        || message.contains("not an integer")
        || message.contains("overflow");
  }

  /** Whether a key is at another server of the cluster, or on its way there: nothing was done. */
  boolean isRedirection() {
    return switch (code()) {
      case "MOVED", "ASK", "TRYAGAIN" -> true;
      default -> false;
    };
  }

  /** Returns the slot that a redirection names. */
  public int slot() {
    return Integer.parseInt(message.split(" ", -1)[1]);
  }

  /** Returns the server that a redirection names; null if it names none. */
  public @Nullable ServerAddress target() {
    String[] words = message.split(" ", -1);
    int colon = words.length < 3 ? -1 : words[2].lastIndexOf(':');
    return colon < 0
        ? null
        : new ServerAddress(
            words[2].substring(0, colon), Integer.parseInt(words[2].substring(colon + 1)));
  }
}
