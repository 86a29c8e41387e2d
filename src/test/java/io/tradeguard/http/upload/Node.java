package io.tradeguard.http.upload;

import io.tradeguard.testing.OwnDatabase;
import io.tradeguard.testing.ServerTurns;
import io.tradeguard.testing.TestDatabase.Engine;
import io.tradeguard.testing.TestServer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The servers under test, one for each database; started when first wanted, ended with the JVM. */
enum Node {
  /** H2 in a file that the server's process has open: the default. */
  H2,
  /** A PostgreSQL of its own. */
  POSTGRESQL,
  /** H2 over its network protocol, so that a test can reach it beside the server. */
  SERVED_H2;

  static final int USER_BYTES = TestServer.SHARED_USER_BYTES;
  static final long GLOBAL_BYTES = TestServer.SHARED_GLOBAL_BYTES;

  private static final Map<Node, Running> RUNNING = new ConcurrentHashMap<>();

  private record Running(TestServer server, Optional<OwnDatabase> database, ServerTurns turns) {}

  TestServer server() {
    return running().server();
  }

  /** Returns the database, where a test can reach it. */
  OwnDatabase database() {
    return running().database().orElseThrow();
  }

  /** Returns the turns of the tests that use it. */
  ServerTurns turns() {
    return running().turns();
  }

  private Running running() {
    return RUNNING.computeIfAbsent(this, Node::start);
  }

  private static Running start(Node node) {
    if (node == H2) {
      return new Running(TestServer.shared(), Optional.empty(), ServerTurns.SHARED);
    }
    OwnDatabase database = OwnDatabase.start(node == POSTGRESQL ? Engine.POSTGRESQL : Engine.H2);
    return new Running(
        TestServer.sharedSettings()
            .with("tradeguard.db.url", database.url())
            .with("tradeguard.db.user", database.user())
            .start(),
        Optional.of(database),
        new ServerTurns());
  }
}
