package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.settings.WindowSettings;
import java.util.List;

/** The numbers of one or several windows, all of which a request passes or none is charged. */
public final class WindowsTally extends Tally {
  private LimitPolicy policy;
  private double[] state;
  private long end;

  WindowsTally(LimitKey key, LimitPolicy policy) {
    super(key);
    this.policy = policy;
    this.state = new double[policy.windows().size() * Arithmetic.WIDTH];
  }

  @Override
  Decision decide(LimitPolicy asked, int weight, long now, Source source) {
    follow(asked);
    advance(now);
    double probe = Math.max(1, weight);
    boolean passes = waits(probe, now) == 0;
    if (passes && weight > 0) {
      charge(weight);
    }
    return Answers.windows(policy, state, probe, passes, (double) now, source);
  }

  /** Takes over a changed policy; windows whose period stays keep their numbers. */
  private void follow(LimitPolicy asked) {
    if (asked.equals(policy)) {
      return;
    }
    List<WindowSettings> windows = asked.windows();
    double[] moved = new double[windows.size() * Arithmetic.WIDTH];
    for (int to = 0; to < windows.size(); to++) {
      for (int from = 0; from < policy.windows().size(); from++) {
        if (policy.windows().get(from).periodSeconds() == windows.get(to).periodSeconds()) {
          System.arraycopy(
              state, from * Arithmetic.WIDTH, moved, to * Arithmetic.WIDTH, Arithmetic.WIDTH);
        }
      }
    }
    policy = asked;
    state = moved;
  }

  private void advance(long at) {
    double now = (double) at;
    Arithmetic arithmetic = arithmetic();
    for (int i = 0; i < policy.windows().size(); i++) {
      arithmetic.advance(state, i * Arithmetic.WIDTH, limit(i), period(i), now);
    }
  }

  private double waits(double weight, long at) {
    double now = (double) at;
    Arithmetic arithmetic = arithmetic();
    double longest = 0;
    for (int i = 0; i < policy.windows().size(); i++) {
      longest =
          Math.max(
              longest,
              arithmetic.wait(state, i * Arithmetic.WIDTH, limit(i), period(i), weight, now));
    }
    return longest;
  }

  private void charge(double weight) {
    Arithmetic arithmetic = arithmetic();
    for (int i = 0; i < policy.windows().size(); i++) {
      arithmetic.charge(state, i * Arithmetic.WIDTH, period(i), weight);
    }
  }

  private Arithmetic arithmetic() {
    return Arithmetic.of(policy.algorithm());
  }

  private double limit(int window) {
    return policy.windows().get(window).limit();
  }

  private double period(int window) {
    return policy.windows().get(window).periodSeconds() * 1e6;
  }

  @Override
  boolean holds(LimitPolicy asked) {
    return !asked.isSingleFixedWindow() && asked.algorithm() == policy.algorithm();
  }

  @Override
  long end() {
    return end;
  }

  @Override
  boolean blocked(long at) {
    double now = (double) at;
    advance(at);
    double latest = 0;
    for (int i = 0; i < policy.windows().size(); i++) {
      int o = i * Arithmetic.WIDTH;
      if (arithmetic().used(state, o, limit(i), period(i), now) > 0) {
        latest = Math.max(latest, arithmetic().reset(state, o, limit(i), period(i), now));
      }
    }
    end = at + (long) Math.ceil(latest);
    return waits(1, at) > 0;
  }

  @Override
  long count(long at) {
    double now = (double) at;
    advance(at);
    return (long) arithmetic().used(state, 0, limit(0), period(0), now);
  }

  @Override
  String name() {
    return key.text(policy);
  }
}
