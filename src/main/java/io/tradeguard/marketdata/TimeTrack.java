package io.tradeguard.marketdata;

import java.util.Arrays;

/** The times of a file as one order of a date's numbers gives them, and whether they make sense. */
final class TimeTrack {
  private static final int FIRST_CAPACITY = 256;

  private long[] seconds = new long[FIRST_CAPACITY];
  private int size;
  private int direction;
  private int lastNano;
  private boolean alive = true;
  private boolean sorted = true;
  private int repeated;
  private long firstRepeated;

  /** Takes the next time; a track whose times go both ways is dead. */
  void add(long row, long second, int nano) {
    if (size > 0) {
      int step = Long.compare(second, seconds[size - 1]);
      step = step == 0 ? Integer.compare(nano, lastNano) : step;
      if (step == 0) {
        firstRepeated = repeated++ == 0 ? row : firstRepeated;
      } else if (direction == 0) {
        direction = step;
      } else if (direction != step) {
        end();
        sorted = false;
        return;
      }
    }
    if (size == seconds.length) {
      seconds = Arrays.copyOf(seconds, Math.min(BarSeries.MAX_BARS, size * 2));
    }
    seconds[size++] = second;
    lastNano = nano;
  }

  /** Gives up, for a time makes no sense in this order. */
  void end() {
    alive = false;
    sorted = true;
    seconds = new long[0];
  }

  boolean isAlive() {
    return alive;
  }

  /** Returns whether the track is alive, or ended only because its times went both ways. */
  boolean isUnsorted() {
    return !sorted;
  }

  boolean isFalling() {
    return direction < 0;
  }

  /** Returns how many times equal the one before. */
  int repeated() {
    return repeated;
  }

  long firstRepeated() {
    return firstRepeated;
  }

  long[] seconds() {
    return seconds;
  }

  int size() {
    return size;
  }

  boolean equalTimes(TimeTrack other) {
    return Arrays.equals(seconds, 0, size, other.seconds, 0, other.size);
  }
}
