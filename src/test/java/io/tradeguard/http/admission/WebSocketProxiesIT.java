package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** WebSockets behind the files that we ship: each counts once, when it opens. */
@Tag("gate")
class WebSocketProxiesIT {
  private static final String[] HANDSHAKE = {
    "Connection: keep-alive, Upgrade",
    "Upgrade: WebSocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
  };

  private final TestServer server = ProxiedServer.get();

  /** Takes one handshake and answers with what was sent; then the line is the client's. */
  private static List<String> shakeHands(ServerSocket listening) {
    try (Socket socket = listening.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      List<String> head = new ArrayList<>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.add(line);
      }
      String answer =
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      head.add(in.readLine());
      return head;
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneOpensAndCountsOnce(FrontProxy.Kind kind) throws IOException {
    TestUser user = server.newUser();
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        FrontProxy proxy =
            new FrontProxy(
                kind,
                "category=backtest&auth=required",
                server.base(),
                URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/"));
        RawHttp client = RawHttp.open(proxy.guarded())) {
      CompletableFuture<List<String>> backend =
          CompletableFuture.supplyAsync(() -> shakeHands(listening));
      String[] headers = new String[HANDSHAKE.length + 1];
      System.arraycopy(HANDSHAKE, 0, headers, 1, HANDSHAKE.length);
      headers[0] = "Authorization: Bearer " + user.newKey();

      // Without a body: what follows is no longer HTTP.
      client.request("GET", "/live", headers).answerTo("HEAD").expect(101);
      client.send("first words\r\n".getBytes(StandardCharsets.US_ASCII));

      List<String> seen = backend.join();
      assertThat(seen)
          .contains("first words")
          .anyMatch(line -> line.equalsIgnoreCase("Upgrade: websocket"))
          .anyMatch(line -> line.equalsIgnoreCase("X-Tradeguard-User: " + user.username()));
      assertThat(
              server
                  .admin()
                  .get("api/admin/explain?category=backtest&user_id=" + user.id())
                  .json()
                  .get("remaining")
                  .asInt())
          .isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStrangersIsRefused(FrontProxy.Kind kind) throws IOException {
    try (Backend backend = new Backend();
        FrontProxy proxy =
            new FrontProxy(kind, "category=backtest&auth=required", server.base(), backend.base());
        RawHttp client = RawHttp.open(proxy.guarded())) {
      client.request("GET", "/live", HANDSHAKE).answer().expect(401);

      assertThat(backend.seen()).isEmpty();
    }
  }
}
