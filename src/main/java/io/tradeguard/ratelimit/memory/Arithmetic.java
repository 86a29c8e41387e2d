package io.tradeguard.ratelimit.memory;

import io.tradeguard.settings.Algorithm;

/**
 * The three algorithms as arithmetic on one window's numbers, without clock, lock or store.
 *
 * <p>Each window has {@link #WIDTH} numbers in an array, at an offset. Times are microseconds from
 * any origin, amounts are requests; everything is a whole number below 2^53, so the doubles are
 * exact, and the scripts in Redis (whose only numbers are doubles) do the same sums.
 *
 * <ul>
 *   <li><b>Fixed window</b>: count, end. The window starts with the first charged request.
 *   <li><b>Sliding window</b>: count, start, count of the window before. A request at {@code e}
 *       microseconds into the window sees {@code floor(before * (period - 1 - e) / period) +
 *       count}: that is how much of the past window still overlaps the period that ends now.
 *   <li><b>GCRA</b>: backlog, time of the backlog. A request adds {@code period}, the backlog
 *       drains by {@code limit} each microsecond and holds at most {@code limit * period}. Kept as
 *       a backlog rather than as a theoretical arrival time, it needs no fractions and survives a
 *       changed limit as the same number of requests.
 * </ul>
 */
public enum Arithmetic {
  FIXED {
    @Override
    public void advance(double[] s, int o, double limit, double period, double now) {
      if (s[o] == 0 || now >= s[o + 1]) {
        s[o] = 0;
        s[o + 1] = now + period;
      }
      s[o + 1] = Math.min(s[o + 1], now + period);
    }

    @Override
    public void charge(double[] s, int o, double period, double weight) {
      s[o] += weight;
    }

    @Override
    double delay(double[] s, int o, double limit, double period, double weight, double now) {
      return s[o] + weight <= limit ? 0 : s[o + 1] - now;
    }

    @Override
    public double used(double[] s, int o, double limit, double period, double now) {
      return s[o];
    }

    @Override
    double whole(double[] s, int o, double limit, double period, double now) {
      return s[o + 1] - now;
    }
  },

  SLIDING {
    @Override
    public void advance(double[] s, int o, double limit, double period, double now) {
      s[o + 1] = Math.min(s[o + 1], now);
      double elapsed = now - s[o + 1];
      if ((s[o] == 0 && s[o + 2] == 0) || elapsed >= 2 * period) {
        s[o] = 0;
        s[o + 1] = now;
        s[o + 2] = 0;
      } else if (elapsed >= period) {
        s[o + 2] = s[o];
        s[o] = 0;
        s[o + 1] += period;
      }
    }

    @Override
    public void charge(double[] s, int o, double period, double weight) {
      s[o] += weight;
    }

    @Override
    double delay(double[] s, int o, double limit, double period, double weight, double now) {
      if (used(s, o, limit, period, now) + weight <= limit) {
        return 0;
      }
      double elapsed = now - s[o + 1];
      double room = limit - s[o] - weight;
      return room >= 0
          ? overlapFalls(s[o + 2], room, period) - elapsed
          : period - elapsed + overlapFalls(s[o], limit - weight, period);
    }

    @Override
    public double used(double[] s, int o, double limit, double period, double now) {
      return Math.floor(s[o + 2] * (period - 1 - (now - s[o + 1])) / period) + s[o];
    }

    @Override
    double whole(double[] s, int o, double limit, double period, double now) {
      double elapsed = now - s[o + 1];
      return s[o] > 0
          ? period - elapsed + overlapFalls(s[o], 0, period)
          : overlapFalls(s[o + 2], 0, period) - elapsed;
    }

    /** When, in microseconds into a window, the past one's overlap is down to {@code room}. */
    private double overlapFalls(double before, double room, double period) {
      return Math.max(0, Math.floor(period - 1 - (room + 1) * period / before) + 1);
    }
  },

  GCRA {
    @Override
    public void advance(double[] s, int o, double limit, double period, double now) {
      s[o] = Math.max(0, s[o] - Math.max(0, now - s[o + 1]) * limit);
      s[o + 1] = now;
    }

    @Override
    public void charge(double[] s, int o, double period, double weight) {
      s[o] += weight * period;
    }

    @Override
    void rescale(double[] s, int o, double oldPeriod, double newPeriod) {
      s[o] = Math.floor(s[o] * newPeriod / oldPeriod);
    }

    @Override
    double delay(double[] s, int o, double limit, double period, double weight, double now) {
      return Math.max(0, (s[o] + weight * period - limit * period) / limit);
    }

    @Override
    public double used(double[] s, int o, double limit, double period, double now) {
      return Math.ceil(s[o] / period);
    }

    @Override
    double whole(double[] s, int o, double limit, double period, double now) {
      return s[o] / limit;
    }
  };

  /** Numbers per window. */
  public static final int WIDTH = 3;

  public static Arithmetic of(Algorithm algorithm) {
    return switch (algorithm) {
      case FIXED_WINDOW -> FIXED;
      case SLIDING_WINDOW -> SLIDING;
      case GCRA -> GCRA;
    };
  }

  /** Whether any window has anything that counts. */
  static boolean anything(double[] s) {
    for (int o = 0; o < s.length; o += WIDTH) {
      if (s[o] != 0 || s[o + 2] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Brings a window's numbers to now. */
  public abstract void advance(double[] s, int o, double limit, double period, double now);

  /** Makes numbers of a window with another period count on in one of this period. */
  void rescale(double[] s, int o, double oldPeriod, double newPeriod) {
    // A count is a count in any period.
  }

  /** Adds a request that passed; the numbers must have been brought to now. */
  public abstract void charge(double[] s, int o, double period, double weight);

  /** Requests that still count, rounded up. */
  public abstract double used(double[] s, int o, double limit, double period, double now);

  abstract double delay(double[] s, int o, double limit, double period, double weight, double now);

  abstract double whole(double[] s, int o, double limit, double period, double now);

  /**
   * Tells how long a request would have to wait.
   *
   * @return microseconds, more than 0 and at most the period if it does not pass now, else 0; the
   *     period for a weight above the limit, which never passes
   */
  public final double wait(
      double[] s, int o, double limit, double period, double weight, double now) {
    return weight > limit ? period : Math.min(period, delay(s, o, limit, period, weight, now));
  }

  /** Tells in how many microseconds nothing will count any more; the period if nothing does. */
  public final double reset(double[] s, int o, double limit, double period, double now) {
    return used(s, o, limit, period, now) == 0 ? period : whole(s, o, limit, period, now);
  }
}
