package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.CsvFile;
import io.tradeguard.testing.Eventually;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * A user who uploads, downloads and deletes at random, until told to pause or the server is gone,
 * and who remembers exactly what was acknowledged.
 */
final class Customer implements Runnable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int LARGEST_BYTES = 400_000;
  private static final int DOWNLOADS = 3;

  private final Api api;
  private final SplittableRandom random;

  /** The digests of the files whose upload was acknowledged, by id. */
  private final Map<Long, String> stored = new HashMap<>();

  /** Files whose deletion was asked for and not answered. */
  private final Set<Long> deleting = new HashSet<>();

  /** Uploads that were sent and not answered, by idempotency key. */
  private final Map<String, byte[]> unanswered = new HashMap<>();

  private final List<Answer> surprises = new ArrayList<>();
  private volatile boolean paused;

  Customer(Api api, SplittableRandom random) {
    this.api = api;
    this.random = random;
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  /** Returns how many files this customer has, as far as was acknowledged. */
  int files() {
    return stored.size();
  }

  @Override
  public void run() {
    while (!paused) {
      try {
        step();
      } catch (IOException e) {
        // The server is gone; whoever killed it will say so.
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
  }

  private void step() throws IOException {
    int dice = random.nextInt(10);
    if (dice < 6 || stored.isEmpty()) {
      String key = UUID.randomUUID().toString();
      byte[] content = CsvFile.ofSize(random.nextInt(100, LARGEST_BYTES));
      unanswered.put(key, content);
      upload(key, content);
    } else if (dice < 8) {
      download(anyStored());
    } else {
      delete(anyStored());
    }
  }

  private long anyStored() {
    return stored.keySet().stream().skip(random.nextInt(stored.size())).findFirst().orElseThrow();
  }

  private Answer upload(String key, byte[] content) throws IOException {
    // A retry is the same request only if it states its length as the first attempt did.
    BodyPublisher body =
        key.hashCode() % 2 == 0
            ? BodyPublishers.ofByteArray(content)
            : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content));
    Answer answer =
        api.withHeader("Idempotency-Key", key)
            .withHeader("Content-Type", "text/csv")
            .trySend("POST", "api/files?filename=random.csv", body);
    if (answer.status() == 201) {
      stored.put(answer.json().get("id").asLong(), answer.json().get("sha256").asText());
      unanswered.remove(key);
    } else {
      surprises.add(answer);
    }
    return answer;
  }

  private void download(long id) throws IOException {
    Answer answer = api.trySend("GET", "api/files/" + id + "/content", BodyPublishers.noBody());
    if (answer.status() != 200 || !digest(answer.body()).equals(stored.get(id))) {
      surprises.add(answer);
    }
  }

  private void delete(long id) throws IOException {
    stored.remove(id);
    deleting.add(id);
    Answer answer = api.trySend("DELETE", "api/files/" + id, BodyPublishers.noBody());
    if (answer.status() == 204) {
      deleting.remove(id);
    } else {
      surprises.add(answer);
    }
  }

  /** Holds, after a restart, that the server remembers what it acknowledged, and charges that. */
  void mustHaveLostNothing(String when) throws IOException {
    assertThat(surprises).as("answers that nobody expected, %s", when).isEmpty();
    Eventually.within(
        PATIENCE,
        () ->
            assertThat(usage().get("reserved_files").asInt())
                .as("reservations, %s", when)
                .isZero());
    retryTheUnanswered();
    Map<Long, JsonNode> listed = listed();
    for (Long id : List.copyOf(deleting)) {
      JsonNode survivor = listed.get(id);
      if (survivor != null) {
        stored.put(id, survivor.get("sha256").asText());
      }
    }
    deleting.clear();
    assertThat(listed.keySet()).as("files listed, %s", when).isEqualTo(stored.keySet());
    long bytes = listed.values().stream().mapToLong(f -> f.get("file_size_bytes").asLong()).sum();
    // A deletion that was cut short hides its file, which is charged until its bytes are gone.
    Eventually.within(
        PATIENCE,
        () -> {
          JsonNode usage = usage();
          assertThat(usage.get("used_bytes").asLong())
              .as("bytes charged, %s", when)
              .isEqualTo(bytes);
          assertThat(usage.get("file_count").asInt())
              .as("files charged, %s", when)
              .isEqualTo(listed.size());
        });
    for (int i = 0; i < DOWNLOADS && !stored.isEmpty(); i++) {
      download(anyStored());
    }
    assertThat(surprises).as("downloads that differ, %s", when).isEmpty();
  }

  /** The same key gets the same file, whether or not the first attempt had stored it. */
  private void retryTheUnanswered() {
    for (Map.Entry<String, byte[]> upload : Map.copyOf(unanswered).entrySet()) {
      Eventually.within(
          PATIENCE,
          () -> assertThat(upload(upload.getKey(), upload.getValue()).status()).isEqualTo(201));
    }
    surprises.removeIf(answer -> answer.status() == 409);
  }

  private JsonNode usage() {
    return api.get("api/usage").expect(200).json();
  }

  private Map<Long, JsonNode> listed() {
    Map<Long, JsonNode> files = new HashMap<>();
    for (int page = 1; ; page++) {
      JsonNode answer = api.get("api/files?size=200&page=" + page).expect(200).json();
      answer.get("items").forEach(file -> files.put(file.get("id").asLong(), file));
      if (answer.get("items").size() < 200) {
        return files;
      }
    }
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
