package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.RawHttp;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are empty, chunked, shorter or longer than they say, or that lie about it. */
@OnBothDatabases
class LengthsIT extends UploadSuite {
  private static final int QUOTA = Node.USER_BYTES;

  @Test
  @Fault(6)
  void refusesAnEmptyFile() {
    user.api().upload("a.csv", new byte[0]).expect(400);
    chunked(new byte[0]).expect(400);
    user.api().uploadForm("a.csv", CSV, new byte[0]).expect(400);
  }

  @Test
  @Fault(10)
  void chargesAChunkedBodyByTheBytesThatCame() {
    chunked(csv(1234)).expect(201);

    assertThat(usage("used_bytes")).isEqualTo(1234);
  }

  @Test
  @Fault(10)
  void admitsAnExactFitInAFormAndInChunks() {
    user.api().uploadForm("a.csv", CSV, csv(QUOTA / 2)).expect(201);
    chunked(csv(QUOTA / 2)).expect(201);
    user.api().uploadForm("c.csv", CSV, csv(2)).expect(413);
    chunked(csv(2)).expect(413);
  }

  @Test
  @Fault(11)
  void refusesChunksThatCrossTheLimitAndKeepsNothing() {
    chunked(csv(QUOTA + 1)).expect(413);
    chunked(csv(3 * QUOTA)).expect(413);
    assertThat(usage("reserved_files")).isZero();
  }

  @Test
  @Fault({12, 17})
  void storesNothingOfABodyThatEndsEarlyOrIsReset() throws IOException {
    try (RawHttp connection = open("Content-Length: 100")) {
      connection.send(csv(50)).finish();
    }
    try (RawHttp connection = open("Content-Length: 100")) {
      connection.send(csv(50)).reset();
    }
    Eventually.within(SOON, () -> assertThat(usage("reserved_files")).isZero());
    assertThat(usage("file_count")).isZero();
  }

  @Test
  @Fault(13)
  void storesNoByteBeyondTheLength() throws IOException {
    try (RawHttp connection = open("Content-Length: 8")) {
      Answer answer = connection.send(csv(100)).answer();

      assertThat(answer.expect(201).json().get("file_size_bytes").asLong()).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @Fault(14)
  @ValueSource(strings = {"-5", "99999999999999999999", "abc", "1 2"})
  void refusesALengthThatIsNone(String length) throws IOException {
    try (RawHttp connection = open("Content-Length: " + length)) {
      connection.answer().expect(400);
    }
  }

  @Test
  @Fault(15)
  void aClientThatGoesOnSendingReadsTheRefusal() throws IOException {
    try (RawHttp connection = open("Content-Length: 200000000")) {
      Thread sender = new Thread(() -> sendUntilCut(connection));
      sender.setDaemon(true);
      sender.start();

      connection.answer().expect(413);
    }
  }

  private static void sendUntilCut(RawHttp connection) {
    byte[] piece = csv(64 * 1024);
    try {
      for (int sent = 0; sent < 200_000_000; sent += piece.length) {
        connection.send(piece);
      }
    } catch (IOException e) {
      // The test has read its answer and closed the connection.
    }
  }
}
