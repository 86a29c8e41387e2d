package io.tradeguard.monitoring;

import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.DecisionMade;
import io.tradeguard.ratelimit.LimitKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Remembers the decisions of a sample of keys, so that proposed limits can be replayed over them.
 *
 * <p>A limit counts the requests of one key, so a replay is right only for a key of which every
 * decision is there. Hence keys are sampled, never decisions: all of a key or none, by a hash. A
 * key has as many levels as its hash ends in zero bits, and level L holds one key in 2^L; the
 * recorder takes the keys of one level and up, and knows for each level since when it is complete.
 *
 * <p>Memory is bounded. When it is full after less than a quarter of an hour, every other key is
 * dropped; else, or if few keys make all the noise, the oldest quarter of the decisions is. When it
 * has been mostly empty for a minute, twice as many keys are taken again.
 */
final class DecisionRecorder implements Monitor {
  private static final int MAX_LEVEL = 16;
  private static final long AGE_MILLIS = Duration.ofHours(24).toMillis();
  private static final long SPAN_MILLIS = Duration.ofMinutes(15).toMillis();
  private static final long RELAX_MILLIS = Duration.ofMinutes(1).toMillis();

  private final Clock clock;
  private final int capacity;
  private final Deque<RecordedDecision> decisions = new ArrayDeque<>();
  private final long[] completeSince = new long[MAX_LEVEL + 1];
  private volatile int level;
  private long nextRelax;

  /**
   * An empty recorder.
   *
   * @param capacity the most decisions that are kept, each about 200 bytes at worst
   */
  DecisionRecorder(Clock clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
    Arrays.fill(completeSince, clock.millis());
    this.nextRelax = clock.millis() + RELAX_MILLIS;
  }

  @Override
  public void decided(DecisionMade event) {
    Outcome outcome = event.decision().outcome();
    if (outcome == Outcome.UNAVAILABLE || level(event.key()) < level) {
      return;
    }
    boolean refused = outcome == Outcome.REFUSED || outcome == Outcome.SHADOWED;
    add(new RecordedDecision(clock.millis(), event.key(), event.weight(), refused));
  }

  private synchronized void add(RecordedDecision decision) {
    long now = decision.atMillis();
    while (!decisions.isEmpty() && decisions.getFirst().atMillis() < now - AGE_MILLIS) {
      decisions.removeFirst();
    }
    forgetBefore(now - AGE_MILLIS);
    if (decisions.size() >= capacity) {
      makeRoom(now);
    } else if (now >= nextRelax) {
      relax(now);
    }
    if (level(decision.key()) >= level) {
      decisions.addLast(decision);
    }
  }

  private void makeRoom(long now) {
    int before = decisions.size();
    if (level < MAX_LEVEL && now - decisions.getFirst().atMillis() < SPAN_MILLIS) {
      int next = level + 1;
      level = next;
      decisions.removeIf(kept -> level(kept.key()) < next);
    }
    if (decisions.size() > before - before / 8) {
      for (int i = 0; i <= before / 4; i++) {
        long dropped = decisions.removeFirst().atMillis();
        forgetBefore(dropped + 1);
      }
    }
    nextRelax = now + RELAX_MILLIS;
  }

  private void relax(long now) {
    nextRelax = now + RELAX_MILLIS;
    if (level > 0 && decisions.size() < capacity / 4) {
      int wider = level - 1;
      completeSince[wider] = now;
      level = wider;
    }
  }

  private void forgetBefore(long millis) {
    for (int i = 0; i <= MAX_LEVEL; i++) {
      completeSince[i] = Math.max(completeSince[i], millis);
    }
  }

  /**
   * Returns what was decided in a category.
   *
   * @param from the beginning wanted; the recording says if it begins later
   * @param to the end, exclusive
   */
  synchronized Recording recording(String category, Instant from, Instant to) {
    int wanted = level;
    while (wanted < MAX_LEVEL && completeSince[wanted] > from.toEpochMilli()) {
      wanted++;
    }
    if (completeSince[wanted] > from.toEpochMilli()) {
      wanted = level;
    }
    int taken = wanted;
    long start = Math.max(from.toEpochMilli(), completeSince[taken]);
    long end = Math.max(start, to.toEpochMilli());
    return new Recording(
        1.0 / (1L << taken),
        Instant.ofEpochMilli(start),
        Instant.ofEpochMilli(end),
        decisions.stream()
            .filter(kept -> kept.key().category().equals(category))
            .filter(kept -> kept.atMillis() >= start && kept.atMillis() < end)
            .filter(kept -> level(kept.key()) >= taken)
            .toList());
  }

  private static int level(LimitKey key) {
    int hash = key.identifier().hashCode() * 31 + key.category().hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return Math.min(MAX_LEVEL, Integer.numberOfTrailingZeros(hash ^ (hash >>> 16)));
  }
}
