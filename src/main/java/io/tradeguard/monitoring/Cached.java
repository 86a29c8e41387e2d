package io.tradeguard.monitoring;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is computed at most once in a while, by one caller at a time. While one computes,
 * the others get the last value: a slow database must not pile up those who ask about it.
 */
final class Cached<T> {
  private final Supplier<T> source;
  private final long nanos;
  private final LongSupplier nanoTime;
  private final ReentrantLock computing = new ReentrantLock();
  private volatile @Nullable Entry<T> entry;

  private record Entry<T>(T value, long at) {}

  Cached(Supplier<T> source, Duration age, LongSupplier nanoTime) {
    this.source = source;
    this.nanos = age.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Returns the value; only the first callers ever wait for another's computation. */
  T get() {
    Entry<T> known = entry;
    if (known != null && isFresh(known)) {
      return known.value();
    }
    if (known == null) {
      computing.lock();
    } else if (!computing.tryLock()) {
      return known.value();
    }
    try {
      Entry<T> now = entry;
      if (now == null || !isFresh(now)) {
        now = new Entry<>(source.get(), nanoTime.getAsLong());
        entry = now;
      }
      return now.value();
    } finally {
      computing.unlock();
    }
  }

  private boolean isFresh(Entry<T> known) {
    return nanoTime.getAsLong() - known.at() < nanos;
  }
}
