package io.tradeguard.ratelimit.redis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command that decodes its own replies. */
class CountTest {
  /** It says what it was told to, and that it is 1970. */
  @Test
  void theTimeIsRedissWhateverThisNodesClockSays() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(
              () ->
                  answer(
                      server, "$0\r\n\r\n", ":7\r\n:0\r\n:90000\r\n*2\r\n$2\r\n60\r\n$1\r\n5\r\n"));
      answering.start();
      String url = "redis://127.0.0.1:" + server.getLocalPort();
      Connector connector = new Connector(RedisUrl.parse(url), Tls.usual());
      Count count = new Count(PlainCommand.bytes("key"), 2, 600);
      count.take();
      try (RespConnection connection = connector.connect(connector.masters().iterator().next())) {
        Exchange.run(connection, List.of(count), System.nanoTime() + 10_000_000_000L);
      }
      answering.join(10_000);

      count.check();
      assertThat(count.count()).isEqualTo(7);
      assertThat(count.redisNow()).isEqualTo(60_000_005);
      assertThat(count.left()).isEqualTo(90_000_000 - 60_000_005);
    }
  }

  private static void answer(ServerSocket server, String... replies) {
    try (Socket client = server.accept()) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] asked = new byte[4_096];
      for (String reply : replies) {
        if (in.read(asked) > 0) {
          out.write(reply.getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyKindOfReplyIsRead() throws IOException {
    String replies =
        "+OK\r\n-ERR no\r\n:-12\r\n$3\r\na\r\n\r\n$-1\r\n*-1\r\n*2\r\n:1\r\n*1\r\n$0\r\n\r\n";
    RespReader reader = reader(replies);

    assertThat(reader.read()).isEqualTo("OK");
    assertThat(reader.read()).isEqualTo(new RedisError("ERR no"));
    assertThat(reader.read()).isEqualTo(-12L);
    assertThat(PlainCommand.text(reader.read())).isEqualTo("a\r\n");
    assertThat(reader.read()).isNull();
    assertThat(reader.read()).isNull();
    assertThat((List<?>) reader.read()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?1\r\n",
        ":1x\r\n",
        "$3\r\nabcd\r\n",
        "$99999999999\r\n",
        "*1\r\n",
        ":12",
        "$5\r\nab",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n"
      })
  void whatIsNoReplyIsRefused(String bytes) {
    assertThatThrownBy(() -> reader(bytes).read()).isInstanceOf(IOException.class);
  }

  private static RespReader reader(String bytes) {
    return new RespReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
