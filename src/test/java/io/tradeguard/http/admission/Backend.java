package io.tradeguard.http.admission;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Somebody's service that knows nothing of Tradeguard: remembers what reaches it. */
final class Backend implements AutoCloseable {
  /**
   * A request that came through.
   *
   * @param headers by name as the JDK's server writes it, first letter upper, the rest lower case
   */
  record Seen(String method, String path, Map<String, List<String>> headers, String body) {
    /** Returns all values of a header, none where it was not sent or is empty. */
    List<String> values(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .flatMap(header -> header.getValue().stream())
          .filter(value -> !value.isEmpty())
          .toList();
    }
  }

  private final HttpServer server;
  private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();

  Backend() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    seen.add(
        new Seen(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Map.copyOf(exchange.getRequestHeaders()),
            new String(body, StandardCharsets.UTF_8)));
    exchange.sendResponseHeaders(
        exchange.getRequestURI().getPath().startsWith("/forbidden") ? 403 : 200, -1);
    exchange.close();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Returns what came since this was asked last. */
  List<Seen> seen() {
    List<Seen> now = List.copyOf(seen);
    seen.removeAll(now);
    return now;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
