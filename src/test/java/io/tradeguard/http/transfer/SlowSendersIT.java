package io.tradeguard.http.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Fault;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that begin a body and do not end it. */
class SlowSendersIT {
  private final TestServer server = SmallServer.get();
  private final List<RawHttp> connections = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (RawHttp connection : connections) {
      connection.close();
    }
  }

  @Test
  @Fault(59)
  void moreOfThemThanThereAreThreadsStopNobody() throws IOException {
    for (int i = 0; i < 290; i++) {
      RawHttp connection = RawHttp.open(server.base());
      connections.add(connection);
      connection
          .head("POST", "api/session", "Content-Type: application/json", "Content-Length: 1000")
          .send(new byte[] {'{'});
    }

    server.newUser().api().get("api/me").expect(200);

    for (RawHttp connection : connections) {
      assertThat(connection.answer().expect(408).detail()).contains("10 seconds");
    }
  }

  /** On WildFly the server itself would read on, for as long as the client likes. */
  @Test
  @Fault(60)
  void aRefusedBodyThatGoesOnHoldsNoThreadForGood() throws IOException {
    for (int i = 0; i < 290; i++) {
      RawHttp connection = RawHttp.open(server.base());
      connections.add(connection);
      connection
          .head(
              "POST", "api/files?filename=a.csv", "Content-Type: text/csv", "Content-Length: 1000")
          .send(new byte[] {'x'});
      if (i % 29 == 0) {
        connection.answer().expect(401);
      }
    }

    server.newUser().api().get("api/me").expect(200);
  }
}
