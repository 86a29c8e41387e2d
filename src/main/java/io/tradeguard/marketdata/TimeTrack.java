package io.tradeguard.marketdata;

/** The times of a file as one order of a date's numbers gives them, and whether they make sense. */
final class TimeTrack {
  private final LongSequence seconds = new LongSequence();
  private int direction;
  private int lastNano;
  private boolean alive = true;
  private boolean sorted = true;
  private int repeated;
  private long firstRepeated;

  /** Takes the next time; a track whose times go both ways is dead. */
  void add(long row, long second, int nano) {
    if (seconds.size() > 0) {
      int step = Long.compare(second, seconds.get(seconds.size() - 1));
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
    seconds.add(second);
    lastNano = nano;
  }

  /** Gives up, for a time makes no sense in this order. */
  void end() {
    alive = false;
    sorted = true;
    seconds.clear();
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

  /** Returns the times in seconds since 1970, in the order of the file. */
  LongSequence seconds() {
    return seconds;
  }

  int size() {
    return seconds.size();
  }

  boolean equalTimes(TimeTrack other) {
    return seconds.hasSame(other.seconds);
  }
}
