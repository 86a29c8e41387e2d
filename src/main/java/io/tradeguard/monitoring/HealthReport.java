package io.tradeguard.monitoring;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

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

  /** Returns this report as one check of MicroProfile Health. */
  HealthCheckResponse toResponse(String name) {
    HealthCheckResponseBuilder response = HealthCheckResponse.named(name).status(isUp());
    for (Check check : checks) {
      response.withData(check.name(), check.status().name());
      check
          .data()
          .forEach((key, value) -> response.withData(check.name() + "." + key, value.toString()));
    }
    return response.build();
  }

  @JsonIgnore
  public boolean isUp() {
    return status == Status.UP;
  }
}
