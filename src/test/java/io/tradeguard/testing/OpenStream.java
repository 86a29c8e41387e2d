package io.tradeguard.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** An administrator's open event stream, read by whoever asks it. */
public record OpenStream(HttpURLConnection connection, BufferedReader lines)
    implements AutoCloseable {

  /** Opens a stream. */
  public static OpenStream of(TestServer server) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) server.base().resolve("api/admin/events").toURL().openConnection();
    String pair = "admin:" + TestServer.ADMIN_PASSWORD;
    connection.setRequestProperty(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    return new OpenStream(
        connection,
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)));
  }

  /** Reads until a line comes; an answer that is silent for so long is a failure. */
  public void await(String wanted, Duration silence) throws IOException {
    connection.setReadTimeout((int) silence.toMillis());
    @Nullable String line = lines.readLine();
    while (!wanted.equals(line)) {
      if (line == null) {
        throw new AssertionError("The stream ended before '" + wanted + "'");
      }
      line = lines.readLine();
    }
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
