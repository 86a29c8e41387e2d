package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.settings.WindowSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What becomes of a counter's numbers when its policy changes: windows whose period stays keep
 * theirs; the others go on with those of the windows that are no more, the shortest first.
 */
final class PolicyChange {
  private static final int WIDTH = Arithmetic.WIDTH;

  private PolicyChange() {}

  /** Returns the numbers of the windows that there are now; the algorithm is the same. */
  static double[] moved(LimitPolicy from, LimitPolicy to, double[] state) {
    Arithmetic arithmetic = Arithmetic.of(to.algorithm());
    List<Integer> before = periods(from);
    List<Integer> after = periods(to);
    List<Integer> outdated = new ArrayList<>(before);
    outdated.removeAll(after);
    Collections.sort(outdated);
    double[] moved = new double[after.size() * WIDTH];
    for (int i = 0; i < after.size(); i++) {
      int period = after.get(i);
      int old = before.indexOf(period);
      if (old < 0 && !outdated.isEmpty()) {
        old = before.indexOf(outdated.remove(0));
      }
      if (old >= 0) {
        System.arraycopy(state, old * WIDTH, moved, i * WIDTH, WIDTH);
        arithmetic.rescale(moved, i * WIDTH, before.get(old), period);
      }
    }
    return moved;
  }

  private static List<Integer> periods(LimitPolicy policy) {
    return policy.windows().stream().map(WindowSettings::periodSeconds).toList();
  }
}
