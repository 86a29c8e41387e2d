package io.tradeguard.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.quota.GlobalUsage;
import io.tradeguard.quota.Reconciled;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.memory.MemoryRateLimiter;
import io.tradeguard.testing.MonitoringFixture;
import io.tradeguard.upload.UploadEnded;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As jconsole sees it: over a real JMX connection. */
class ManagementBeansTest {
  private static final LimitKey KEY = LimitKey.user(1, "backtest");
  private static final LimitPolicy POLICY = LimitPolicy.fixedWindow(5, 60);

  private final MonitoringFixture fixture = new MonitoringFixture();
  private final MemoryRateLimiter limiter = new MemoryRateLimiter(10, () -> 1L, Instant.EPOCH);
  private final DecisionMeters decisions =
      new DecisionMeters(fixture.registry(), List.of("backtest", "default"));
  private final UploadMeters uploads = new UploadMeters(fixture.registry());
  private final ManagementBeans beans =
      new ManagementBeans(
          Map.of(
              "RateLimiter",
              new RateLimiterView(
                  limiter::status, decisions, new EventMeters(fixture.registry()), this::reset),
              "UploadQuota",
              new UploadQuotaView(
                  () -> Optional.of(new GlobalUsage(10, 20, 100, 3, 2, 1)),
                  uploads,
                  () -> new Reconciled(7, 1))));
  private JMXConnectorServer server;
  private JMXConnector client;
  private MBeanServerConnection connection;

  @BeforeEach
  @SuppressWarnings("BanJNDI") // The address is that of this test's own server.
  void connect() throws Exception {
    server =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("service:jmx:rmi://"),
            null,
            ManagementFactory.getPlatformMBeanServer());
    server.start();
    client = JMXConnectorFactory.connect(server.getAddress());
    connection = client.getMBeanServerConnection();
  }

  @AfterEach
  void disconnect() throws Exception {
    client.close();
    server.stop();
    beans.close();
    limiter.close();
    fixture.close();
  }

  @Test
  void attributesShowTheFiguresOfTheRegistry() throws Exception {
    decisions.decided(MonitoringFixture.decision(KEY, Outcome.ALLOWED, Source.LOCAL));
    decisions.decided(MonitoringFixture.decision(KEY, Outcome.REFUSED, Source.LOCAL));
    uploads.uploadEnded(new UploadEnded(1, "stored", 5, 1));

    assertThat(attribute("RateLimiter", "Source")).isEqualTo("local");
    assertThat(attribute("RateLimiter", "Allowed")).isEqualTo(1L);
    assertThat(attribute("RateLimiter", "Refused")).isEqualTo(1L);
    assertThat(attribute("UploadQuota", "UsedBytes")).isEqualTo(10L);
    assertThat(attribute("UploadQuota", "LimitBytes")).isEqualTo(100L);
  }

  @Test
  void operationsResetAKeyAndReconcile() throws Exception {
    limiter.decide(KEY, POLICY, 5);

    assertThat(invoke("RateLimiter", "resetKey", KEY.text())).isEqualTo(true);
    assertThat(invoke("RateLimiter", "resetKey", "nonsense")).isEqualTo(false);
    assertThat(limiter.peek(KEY, POLICY).windows().get(0).remaining()).isEqualTo(5);
    assertThat(connection.invoke(name("UploadQuota"), "reconcileNow", null, null))
        .isEqualTo("Counters were wrong by 7 bytes and 1 files; they are right now.");
  }

  @Test
  void closingRemovesTheBeansAndASecondDeploymentLeavesThemAlone() throws Exception {
    new ManagementBeans(
            Map.of("UploadQuota", new UploadQuotaView(Optional::empty, uploads, this::nothing)))
        .close();
    assertThat(connection.isRegistered(name("UploadQuota"))).isTrue();
    assertThat(connection.isRegistered(name("RateLimiter"))).isTrue();

    beans.close();

    assertThat(connection.isRegistered(name("RateLimiter"))).isFalse();
  }

  private Reconciled nothing() {
    return new Reconciled(0, 0);
  }

  private boolean reset(String key) {
    LimitKey.parse(key).ifPresent(limiter::reset);
    return LimitKey.parse(key).isPresent();
  }

  private Object attribute(String type, String attribute) throws Exception {
    return connection.getAttribute(name(type), attribute);
  }

  private Object invoke(String type, String operation, String argument) throws Exception {
    return connection.invoke(
        name(type), operation, new Object[] {argument}, new String[] {String.class.getName()});
  }

  private static ObjectName name(String type) throws Exception {
    return new ObjectName("io.tradeguard:type=" + type);
  }
}
