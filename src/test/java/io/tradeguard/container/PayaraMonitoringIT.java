package io.tradeguard.container;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.FreePort;
import io.tradeguard.testing.OpenStream;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The running server as jconsole and Payara's own metrics see it. */
@Order(1)
@Tag("gate")
class PayaraMonitoringIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int STREAMS = 50;

  /** What every thread that serves a request has on its stack. */
  private static final String REQUEST_FRAMES = "org.apache.catalina.core.Standard";

  private static TestServer server;
  private static JMXConnector connector;
  private static MBeanServerConnection jmx;

  @BeforeAll
  @SuppressWarnings("BanJNDI") // The address is that of this test's own server.
  static void start() throws IOException {
    int port = FreePort.find();
    String flag = " -Dcom.sun.management.jmxremote.";
    server =
        TestServer.builder()
            .withGenerousLimits()
            .withBeansInServerMetrics()
            .with(
                "JAVA_TOOL_OPTIONS",
                "-Djava.rmi.server.hostname=127.0.0.1"
                    + (flag + "host=127.0.0.1")
                    + (flag + "port=" + port)
                    + (flag + "rmi.port=" + port)
                    + (flag + "authenticate=false")
                    + (flag + "ssl=false"))
            .start();
    connector =
        JMXConnectorFactory.connect(
            new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
    jmx = connector.getMBeanServerConnection();
  }

  @AfterAll
  static void stop() throws IOException {
    connector.close();
    server.close();
  }

  @Test
  void theBeansShowWhatTheServerDoes() throws Exception {
    long before = number("Storage", "UploadsStored");
    TestUser user = server.newUser();
    user.api().upload("a.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)).expect(201);

    assertThat(number("Storage", "UploadsStored")).isEqualTo(before + 1);
    assertThat(number("Storage", "Ready")).isEqualTo(1);
    assertThat(number("RateLimiter", "Allowed")).isPositive();
    assertThat(number("UploadQuota", "LimitBytes")).isEqualTo(107_374_182_400L);
    assertThat(jmx.getAttribute(name("RateLimiter"), "Source")).isEqualTo("local");
  }

  @Test
  void aKeyIsResetAndTheCountersAreComparedByOperations() throws Exception {
    TestUser user = server.newUser();
    user.api().get("api/usage").expect(200);
    String question = "api/admin/explain?category=default&user_id=" + user.id();
    assertThat(server.admin().get(question).json().get("count").asInt()).isEqualTo(1);

    Object known =
        jmx.invoke(
            name("RateLimiter"),
            "resetKey",
            new Object[] {"rate_limit:user:" + user.id() + ":default"},
            new String[] {String.class.getName()});

    assertThat(known).isEqualTo(true);
    assertThat(server.admin().get(question).json().get("count").asInt()).isZero();
    assertThat(server.admin().get("api/admin/audit").text()).contains("\"actor\":\"jmx\"");
    assertThat(jmx.invoke(name("UploadQuota"), "reconcileNow", null, null))
        .isEqualTo("Counters were wrong by 0 bytes and 0 files; they are right now.");
  }

  @Test
  void payaraShowsTheBeansAmongItsMetrics() {
    Eventually.within(
        PATIENCE,
        () ->
            assertThat(Api.anonymous(server.base().resolve("/")).get("metrics").text())
                .containsIgnoringCase("tradeguard_rateLimiter_allowed")
                .containsIgnoringCase("tradeguard_uploadQuota_limitBytes")
                .containsIgnoringCase("tradeguard_storage_ready"));
  }

  @Test
  void payaraServesTheWholeDescriptionOfTheApi() {
    Answer theirs =
        Api.anonymous(server.base().resolve("/"))
            .withHeader("Accept", "application/json")
            .get("openapi")
            .expect(200);

    assertThat(theirs.json().get("paths").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(
            () -> server.admin().get("api/openapi.json").json().get("paths").fieldNames());
  }

  @Test
  void openEventStreamsCostNoThreadEach() throws Exception {
    List<OpenStream> streams = new ArrayList<>();
    try {
      streams.add(OpenStream.of(server));
      streams.get(0).await("event: second", PATIENCE);
      int before = threads();
      for (int i = 1; i < STREAMS; i++) {
        streams.add(OpenStream.of(server));
        streams.get(i).await("event: hello", PATIENCE);
      }
      int after = threads();
      for (OpenStream stream : streams) {
        stream.await("event: second", PATIENCE);
      }
      assertThat(after - before).isLessThan(STREAMS / 2);
      // Idle threads of the pool could serve streams without new ones: none may be in a request.
      Eventually.within(PATIENCE, () -> assertThat(requestsUnderWay()).isEmpty());
      assertThat(server.admin().get("api/me").expect(200).json().get("username").asText())
          .isEqualTo("admin");
    } finally {
      streams.forEach(OpenStream::close);
    }
  }

  private static int threads() throws Exception {
    return ((Number)
            jmx.getAttribute(new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "ThreadCount"))
        .intValue();
  }

  private static List<String> requestsUnderWay() throws Exception {
    ThreadMXBean bean =
        ManagementFactory.newPlatformMXBeanProxy(
            jmx, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    return Stream.of(bean.dumpAllThreads(false, false))
        .filter(
            thread ->
                Stream.of(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().startsWith(REQUEST_FRAMES)))
        .map(ThreadInfo::getThreadName)
        .toList();
  }

  private static long number(String type, String attribute) throws Exception {
    return ((Number) requireNonNull(jmx.getAttribute(name(type), attribute))).longValue();
  }

  private static ObjectName name(String type) throws Exception {
    return new ObjectName("io.tradeguard:type=" + type);
  }
}
