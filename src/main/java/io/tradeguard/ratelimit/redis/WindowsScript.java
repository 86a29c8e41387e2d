package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.memory.Arithmetic;
import io.tradeguard.ratelimit.memory.CounterReply;
import io.tradeguard.ratelimit.redis.wire.Script;
import io.tradeguard.ratelimit.redis.wire.ScriptCommand;
import io.tradeguard.settings.WindowSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What goes to, and comes from, {@link Script#WINDOWS}. */
final class WindowsScript {
  private WindowsScript() {}

  /** Returns the command that decides by anything but a single fixed window. */
  static ScriptCommand decide(String name, LimitPolicy policy, int weight) {
    return command("decide", name, policy, weight);
  }

  /** Returns the command that counts what has happened already. */
  static ScriptCommand record(String name, LimitPolicy policy, int weight) {
    return command("record", name, policy, weight);
  }

  private static ScriptCommand command(String verb, String name, LimitPolicy policy, int weight) {
    List<String> arguments = new ArrayList<>();
    arguments.add(verb);
    arguments.add(policy.algorithm().label().substring(0, 1));
    arguments.add(Integer.toString(weight));
    arguments.add(Integer.toString(policy.windows().size()));
    for (WindowSettings window : policy.windows()) {
      arguments.add(Integer.toString(window.limit()));
      arguments.add(Integer.toString(window.periodSeconds()));
    }
    return new ScriptCommand(Script.WINDOWS, List.of(name), arguments);
  }

  /** Reads the answer to any of them, and to a replay. */
  static CounterReply decided(ScriptCommand command, LimitPolicy policy) {
    List<?> reply = command.reply();
    double[] numbers = new double[policy.windows().size() * Arithmetic.WIDTH];
    for (int i = 0; i < numbers.length; i++) {
      byte[] text = (byte[]) reply.get(2 + i);
      numbers[i] = Double.parseDouble(new String(text, StandardCharsets.US_ASCII));
    }
    return new CounterReply((Long) reply.get(1) == 1, numbers, (Long) reply.get(0));
  }
}
