package io.tradeguard.ratelimit.redis.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a script: by its digest, or by its text where Redis has lost it. */
public final class ScriptCommand extends Command {
  private final Script script;
  private final List<String> keys;
  private final List<String> arguments;
  private final byte[] key;
  private final boolean whole;
  private List<?> reply = List.of();

  /**
   * Creates a command.
   *
   * @param keys one or more, in one slot
   */
  public ScriptCommand(Script script, List<String> keys, List<String> arguments) {
    this(script, keys, arguments, false);
  }

  /** Returns the same, sent with its text at once: what comes behind it cannot overtake it. */
  public ScriptCommand whole() {
    return new ScriptCommand(script, keys, arguments, true);
  }

  private ScriptCommand(Script script, List<String> keys, List<String> arguments, boolean whole) {
    this.script = script;
    this.keys = keys;
    this.arguments = arguments;
    this.key = PlainCommand.bytes(keys.get(0));
    this.whole = whole;
  }

  /** The answer. */
  public List<?> reply() {
    return reply;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  void encode(RespBuffer out, boolean fallback) {
    out.command(3 + keys.size() + arguments.size());
    if (fallback || whole) {
      out.bulk(Script.EVAL).bulk(script.text());
    } else {
      out.bulk(Script.EVALSHA).bulk(script.digest());
    }
    out.bulk(keys.size());
    for (String each : keys) {
      out.bulk(PlainCommand.bytes(each));
    }
    for (String argument : arguments) {
      out.bulk(PlainCommand.bytes(argument));
    }
  }

  @Override
  int replies(boolean fallback) {
    return 1;
  }

  @Override
  boolean decode(List<@Nullable Object> replies, boolean fallback, long micros) {
    if (replies.get(0) instanceof RedisError error) {
      if (error.code().equals("NOSCRIPT") && !fallback) {
        return false;
      }
      refused(error, true);
    } else {
      reply = (List<?>) PlainCommand.present(replies.get(0));
      answered();
    }
    return true;
  }
}
