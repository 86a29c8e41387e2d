package io.tradeguard.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A polite HTTP client of one server as one caller; for impolite requests see {@link RawHttp}. */
public final class Api {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMinutes(1))
          .build();

  private final URI base;
  private final Map<String, String> headers;

  private Api(URI base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  /** A caller without credentials of the server at the given context root (ends with a slash). */
  public static Api anonymous(URI base) {
    return new Api(base, Map.of());
  }

  public Api withBasic(String user, String password) {
    String pair = user + ":" + password;
    return withHeader(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  public Api withKey(String key) {
    return withHeader("Authorization", "Bearer " + key);
  }

  /** The same caller, sending a header more, or with another value. */
  public Api withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Api(base, more);
  }

  public URI base() {
    return base;
  }

  public Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  public Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  public Answer post(String path, Object json) {
    return sendJson("POST", path, json);
  }

  public Answer put(String path, Object json) {
    return sendJson("PUT", path, json);
  }

  public Answer patch(String path, Object json) {
    return sendJson("PATCH", path, json);
  }

  /** Sends a value as JSON, or a string as it is. */
  private Answer sendJson(String method, String path, Object json) {
    try {
      String body = json instanceof String text ? text : MAPPER.writeValueAsString(json);
      return withHeader("Content-Type", "application/json")
          .send(method, path, BodyPublishers.ofString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Uploads a CSV file by the streaming path, its length declared. */
  public Answer upload(String filename, byte[] content) {
    return upload(filename, "text/csv", BodyPublishers.ofByteArray(content));
  }

  /** Uploads a file by the streaming path; a publisher of unknown length is sent chunked. */
  public Answer upload(String filename, String type, BodyPublisher content) {
    return withHeader("Content-Type", type)
        .send("POST", "api/files?filename=" + encode(filename), content);
  }

  /** Uploads a file as the part {@code file} of a form, as a browser does. */
  public Answer uploadForm(String filename, String type, byte[] content) {
    String boundary = "form-" + UUID.randomUUID();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
            .formatted(boundary, filename, type);
    String tail = "\r\n--" + boundary + "--\r\n";
    return withHeader("Content-Type", "multipart/form-data; boundary=" + boundary)
        .send(
            "POST",
            "api/files",
            BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofByteArray(content),
                BodyPublishers.ofString(tail)));
  }

  /** Sends any request to a path below the context root. */
  public Answer send(String method, String path, BodyPublisher body) {
    try {
      return trySend(method, path, body);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path + ": " + e.getMessage(), e);
    }
  }

  /** As {@link #send}, for servers that may be away. */
  public Answer trySend(String method, String path, BodyPublisher body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofMinutes(3))
            .method(method, body);
    headers.forEach(request::setHeader);
    try {
      HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.headers().map(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  /** Encodes a value for a query. */
  public static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
