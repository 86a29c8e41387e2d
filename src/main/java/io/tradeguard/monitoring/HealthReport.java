package io.tradeguard.monitoring;

import java.util.List;
import java.util.Map;

/** Whether the application is well, in the form of MicroProfile Health. */
public record HealthReport(Status status, List<Check> checks) {

  /** How a check ended. */
  public enum Status {
    UP,
    DOWN
  }

  /**
   * One check.
   *
   * @param data what else is worth knowing; no secret, no path
   */
  public record Check(String name, Status status, Map<String, Object> data) {
    public Check {
      data = Map.copyOf(data);
    }

    static Check of(String name, boolean up, Map<String, Object> data) {
      return new Check(name, up ? Status.UP : Status.DOWN, data);
    }
  }

  public HealthReport {
    checks = List.copyOf(checks);
  }

  /** Returns the report of some checks: up if all of them are. */
  static HealthReport of(List<Check> checks) {
    boolean up = checks.stream().allMatch(check -> check.status() == Status.UP);
    return new HealthReport(up ? Status.UP : Status.DOWN, checks);
  }

  public boolean isUp() {
    return status == Status.UP;
  }
}
