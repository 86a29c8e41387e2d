package io.tradeguard.container;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TimerService;

/** Sees the timers of all the application's beans, as only a bean among them can. */
@Stateless
public class TimerProbe {
  @Resource TimerService timers;

  /** Returns how many timers will fire again. */
  public long waiting() {
    return timers.getAllTimers().stream().filter(timer -> timer.getTimeRemaining() >= 0).count();
  }
}
