package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.settings.WindowSettings;
import org.jspecify.annotations.Nullable;

/** The count of a single fixed window, in which refused requests count too. */
public final class FixedWindowCounter extends Counter {
  private int limit;
  private int period;
  private long count;
  private long end;
  private @Nullable FixedWindowRecord record;

  FixedWindowCounter(LimitKey key) {
    super(key);
  }

  @Override
  public FixedWindowRecord record(Outages outages) {
    if (record == null) {
      record = new FixedWindowRecord(this, outages);
    }
    return record;
  }

  /** Takes over the limit by which it is known to be blocked or not. */
  public void rule(LimitPolicy policy) {
    limit = policy.windows().get(0).limit();
    period = policy.windows().get(0).periodSeconds();
  }

  /** The window's length in seconds, by the last policy seen. */
  public int period() {
    return Math.max(1, period);
  }

  int limit() {
    return limit;
  }

  void set(long newCount, int newLimit) {
    count = newCount;
    limit = newLimit;
  }

  void startWindow(long newEnd) {
    end = newEnd;
  }

  @Override
  Decision decide(LimitPolicy policy, int weight, long now, Source source) {
    WindowSettings window = policy.windows().get(0);
    if (weight > 0) {
      // Whoever only looks may not know the period.
      rule(policy);
    }
    long micros = window.periodSeconds() * 1_000_000L;
    if (now >= end) {
      count = 0;
      if (weight > 0) {
        end = now + micros;
      }
    }
    if (weight > 0) {
      end = Math.min(end, now + micros);
    }
    count += weight;
    long asked = weight == 0 ? count + 1 : count;
    long left = count == 0 ? micros : end - now;
    return Answers.fixed(policy, count, left, asked <= window.limit(), source);
  }

  @Override
  Decision record(LimitPolicy policy, int weight, long now, Source source) {
    return decide(policy, weight, now, source).passing();
  }

  @Override
  void refund(LimitPolicy policy, int weight, long now) {
    count = now < end ? Math.max(0, count - weight) : count;
  }

  @Override
  boolean holds(LimitPolicy policy) {
    return policy.isSingleFixedWindow();
  }

  @Override
  long end() {
    return end;
  }

  @Override
  boolean blocked(long now) {
    return count >= limit && now < end;
  }

  @Override
  long count(long now) {
    return now < end ? count : 0;
  }

  @Override
  public @Nullable OutageRecord existingRecord() {
    return record;
  }

  @Override
  public boolean chargesRefusals() {
    return true;
  }

  @Override
  boolean pinned() {
    return record != null && record.inFlight().weight() > 0;
  }

  @Override
  public String name() {
    return key.text();
  }
}
