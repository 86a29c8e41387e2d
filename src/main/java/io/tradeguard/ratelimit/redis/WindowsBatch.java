package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.memory.Arithmetic;
import io.tradeguard.settings.WindowSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;

/** Questions that one run of {@link Script#WINDOWS} answers, one after the other. */
final class WindowsBatch implements ScriptBatch {
  private static final byte[] DECIDE = "decide".getBytes(StandardCharsets.US_ASCII);

  private final List<WindowsAsk> asks = new ArrayList<>();

  void add(WindowsAsk ask) {
    asks.add(ask);
  }

  @Override
  public List<WindowsAsk> asks() {
    return asks;
  }

  @Override
  public Script script() {
    return Script.WINDOWS;
  }

  @Override
  public void addArguments(CommandArguments arguments) {
    arguments.add(asks.size());
    for (WindowsAsk ask : asks) {
      arguments.add(ask.key);
    }
    arguments.add(DECIDE);
    for (WindowsAsk ask : asks) {
      arguments.add(letter(ask.policy));
      arguments.add(ask.weight);
      arguments.add(ask.policy.windows().size());
      for (WindowSettings window : ask.policy.windows()) {
        arguments.add(window.limit());
        arguments.add(window.periodSeconds());
      }
    }
  }

  /** Returns what the script calls a policy's algorithm. */
  static String letter(LimitPolicy policy) {
    return policy.algorithm().label().substring(0, 1);
  }

  @Override
  public void answer(Object reply) {
    List<?> numbers = (List<?>) reply;
    long now = (Long) numbers.get(0);
    int at = 1;
    for (WindowsAsk ask : asks) {
      ask.redisNow = now;
      ask.passed = (Long) numbers.get(at++) == 1;
      ask.state = state(numbers, at, ask.policy.windows().size());
      at += ask.state.length;
    }
  }

  /** Reads the numbers of some windows from an answer of {@link Script#WINDOWS}. */
  static double[] state(List<?> numbers, int from, int windows) {
    double[] state = new double[windows * Arithmetic.WIDTH];
    for (int i = 0; i < state.length; i++) {
      state[i] =
          Double.parseDouble(new String((byte[]) numbers.get(from + i), StandardCharsets.US_ASCII));
    }
    return state;
  }
}
