package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the proxies do while Tradeguard is away or does not answer. */
@Tag("gate")
class ProxyOutageIT {
  private static final String QUESTION = "category=backtest&auth=optional";

  private static String impatient(String file) {
    return file.replace("10s", "1s");
  }

  /** The door of nginx's file open, by the lines that its comment names. */
  private static String open(String file) {
    String opened =
        file.replace("# proxy_intercept_errors", "proxy_intercept_errors")
            .replace("# error_page 500 502", "error_page 500 502");
    assertThat(opened).isNotEqualTo(file);
    return opened;
  }

  private static URI nobody() {
    return URI.create("http://127.0.0.1:" + FreePort.find() + "/");
  }

  private static URI at(ServerSocket socket) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  @ParameterizedTest
  @CsvSource({"NGINX, 503", "CADDY, 502"})
  void theDoorIsShutWhileItIsAway(FrontProxy.Kind kind, int status) throws IOException {
    try (Backend backend = new Backend();
        FrontProxy proxy = new FrontProxy(kind, QUESTION, nobody(), backend.base())) {
      Answer answer = proxy.anonymous().get("a").expect(status);

      if (kind == FrontProxy.Kind.NGINX) {
        assertThat(answer.requiredHeader("Retry-After")).isEqualTo("1");
        assertThat(answer.json().get("status").asInt()).isEqualTo(503);
      }
      assertThat(backend.seen()).isEmpty();
    }
  }

  /** The other end of the line takes connections and never says anything. */
  @ParameterizedTest
  @CsvSource({"NGINX, 503", "CADDY, 504"})
  void theDoorIsShutWhileItIsSilent(FrontProxy.Kind kind, int status) throws IOException {
    try (Backend backend = new Backend();
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        FrontProxy proxy =
            new FrontProxy(kind, QUESTION, at(silent), backend.base(), ProxyOutageIT::impatient)) {
      proxy.anonymous().get("a").expect(status);

      assertThat(backend.seen()).isEmpty();
    }
  }

  @Test
  void anOpenDoorLetsRequestsPassUncountedAndUnnamed() throws IOException {
    try (Backend backend = new Backend();
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (URI tradeguard : List.of(nobody(), at(silent))) {
        try (FrontProxy proxy =
            new FrontProxy(
                FrontProxy.Kind.NGINX,
                QUESTION,
                tradeguard,
                backend.base(),
                file -> open(impatient(file)))) {
          proxy.anonymous().withHeader("X-Tradeguard-User", "admin").get("a").expect(200);
        }
      }

      assertThat(backend.seen())
          .hasSize(2)
          .allSatisfy(seen -> assertThat(seen.values("X-Tradeguard-User")).isEmpty());
    }
  }

  @Test
  void anOpenDoorIsShutAgainWhenTradeguardAnswers() throws IOException {
    try (Backend backend = new Backend();
        FrontProxy proxy =
            new FrontProxy(
                FrontProxy.Kind.NGINX,
                "category=backtest&auth=required",
                ProxiedServer.get().base(),
                backend.base(),
                ProxyOutageIT::open)) {
      Answer answer = proxy.anonymous().get("a").expect(401);

      assertThat(answer.requiredHeader("WWW-Authenticate")).startsWith("Bearer");
      assertThat(backend.seen()).isEmpty();
    }
  }
}
