package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tradeguard itself behind Debian's nginx and Caddy with the files that we ship. */
@Tag("gate")
class ProxiedTradeguardIT {
  private static final TestServer SERVER = ProxiedServer.get();
  private static FrontProxies proxies;

  @BeforeAll
  static void start() throws IOException {
    proxies = new FrontProxies("category=default&cost=1&auth=required");
  }

  @AfterAll
  static void stop() {
    proxies.close();
  }

  @ParameterizedTest
  @EnumSource
  void tradeguardItselfIsServed(FrontProxy.Kind kind) throws IOException {
    TestUser user = SERVER.newUser();
    Api api = Api.anonymous(proxies.get(kind).own());

    api.get("health").expect(200);
    api.withKey(user.newKey())
        .upload("bars.csv", "time,close\n2024-01-02,1\n".getBytes(StandardCharsets.UTF_8))
        .expect(201);
    assertThat(api.get("ui/").expect(200).text()).contains("Tradeguard");
  }

  /** Nothing of the body is ever sent: who wanted to read it first would wait for it. */
  @ParameterizedTest
  @CsvSource({"NGINX, 200000000", "CADDY, 200000000", "CADDY, 110000000", "NGINX, 70000000"})
  void anUploadThatIsTooLongIsRefusedAtOnce(FrontProxy.Kind kind, long length) throws IOException {
    String key = "Authorization: Bearer " + SERVER.newUser().newKey();
    try (RawHttp connection = RawHttp.open(proxies.get(kind).own())) {
      Answer answer =
          connection
              .request("POST", "/api/files?filename=a.csv", key, "Content-Length: " + length)
              .answer();

      assertThat(answer.status()).isEqualTo(413);
    }
  }

  /** Room for it is set aside as soon as its length is known, not when a proxy has it whole. */
  @ParameterizedTest
  @EnumSource
  void anUploadStreams(FrontProxy.Kind kind) throws IOException {
    TestUser user = SERVER.newUser();
    byte[] row = "2024-01-02,1.25\n".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
    int rows = 20;
    try (RawHttp connection = RawHttp.open(proxies.get(kind).own())) {
      connection
          .request(
              "POST",
              "/api/files?filename=long.csv",
              "Authorization: Bearer " + user.newKey(),
              "Content-Length: " + row.length * rows)
          .send(row);
      Eventually.within(
          Duration.ofMinutes(3), () -> assertThat(usage(user, "reserved_bytes")).isPositive());
      for (int i = 1; i < rows; i++) {
        connection.send(row);
      }

      connection.answer().expect(201);
    }

    assertThat(usage(user, "used_bytes")).isEqualTo((long) row.length * rows);
  }

  private static long usage(TestUser user, String field) {
    return user.api().get("api/usage").expect(200).json().get(field).asLong();
  }

  /** What Tradeguard itself refuses is read by a client that is still sending. */
  @ParameterizedTest
  @EnumSource
  void anEarlyRefusalReachesASender(FrontProxy.Kind kind) throws IOException {
    String key = "Authorization: Bearer " + SERVER.newUser().newKey();
    try (RawHttp connection = RawHttp.open(proxies.get(kind).own())) {
      Answer answer =
          connection
              .request("POST", "/api/files?filename=a.csv", key, "Content-Length: 70000000")
              .send(new byte[1 << 20])
              .answer()
              .expect(413);

      assertThat(answer.json().get("scope").asText()).isEqualTo("user-bytes");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theAddressCountedIsTheClients(FrontProxy.Kind kind) throws IOException {
    String address = kind == FrontProxy.Kind.NGINX ? "127.8.0.1" : "127.8.0.2";
    int before = ProxiedServer.remaining(address);
    for (String forged : List.of("203.0.113.9", "127.0.0.1", "203.0.113.9, 127.0.0.1")) {
      for (URI site : List.of(proxies.get(kind).own(), proxies.get(kind).guarded())) {
        try (RawHttp connection = RawHttp.openFrom(address, site)) {
          connection
              .request(
                  "GET",
                  "/api/rate-limits",
                  "X-Forwarded-For: " + forged,
                  "Forwarded: for=203.0.113.9",
                  "X-Real-IP: 203.0.113.9")
              .answer();
        }
      }
    }

    assertThat(ProxiedServer.remaining(address)).isEqualTo(before - 6);
  }

  @ParameterizedTest
  @EnumSource
  void eventsComeThroughAsTheyHappen(FrontProxy.Kind kind) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            proxies.get(kind).own().resolve("api/admin/events").toURL().openConnection();
    connection.setRequestProperty(
        "Authorization",
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    ("admin:" + TestServer.ADMIN_PASSWORD).getBytes(StandardCharsets.UTF_8)));
    connection.setReadTimeout((int) Duration.ofMinutes(1).toMillis());
    try {
      assertThat(connection.getResponseCode()).isEqualTo(200);
      // The stream never ends, so a proxy that gathered it would give nothing.
      assertThat(connection.getInputStream().read()).isPositive();
    } finally {
      connection.disconnect();
    }
  }
}
