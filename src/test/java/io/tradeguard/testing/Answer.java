package io.tradeguard.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a server answered, read whole. */
public final class Answer {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final int status;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] body;

  Answer(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers.putAll(headers);
    this.body = body.clone();
  }

  public int status() {
    return status;
  }

  /** Returns the headers by name, whatever its case. */
  public Map<String, List<String>> headers() {
    return Collections.unmodifiableMap(headers);
  }

  public byte[] body() {
    return body.clone();
  }

  /** Returns the first value of a header. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Returns the first value of a header that must be there. */
  public String requiredHeader(String name) {
    return header(name).orElseThrow(() -> new AssertionError("No header " + name + " in " + this));
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException("Not JSON: " + this, e);
    }
  }

  /** Returns the {@code detail} of a problem document. */
  public String detail() {
    return json().path("detail").asText();
  }

  /** Returns this answer if it has the status, so that a call and its check stand in one line. */
  public Answer expect(int expected) {
    if (status != expected) {
      throw new AssertionError("Expected " + expected + " but got " + this);
    }
    return this;
  }

  @Override
  public String toString() {
    String text = text();
    return status + " " + headers + " " + text.substring(0, Math.min(text.length(), 2000));
  }
}
