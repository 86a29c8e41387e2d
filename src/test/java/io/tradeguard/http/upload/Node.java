package io.tradeguard.http.upload;

import io.tradeguard.testing.OwnDatabase;
import io.tradeguard.testing.ServerBuilder;
import io.tradeguard.testing.TestDatabase.Engine;
import io.tradeguard.testing.TestServer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The servers under test, one for each database; started when first wanted, ended with the JVM. */
enum Node {
  /** H2 in a file that the server's process has open: the default. */
  H2,
  /** A PostgreSQL of its own. */
  POSTGRESQL,
  /** H2 over its network protocol, so that a test can reach it beside the server. */
  SERVED_H2;

  /** Bytes that a user may store; few, so that tests reach them. */
  static final int USER_BYTES = 1 << 20;

  /** Bytes that all users may store together. */
  static final long GLOBAL_BYTES = 64L << 20;

  private static final Map<Node, Running> RUNNING = new EnumMap<>(Node.class);

  private record Running(TestServer server, Optional<OwnDatabase> database) {}

  TestServer server() {
    return running().server();
  }

  /** Returns the database, where a test can reach it. */
  OwnDatabase database() {
    return running().database().orElseThrow();
  }

  private Running running() {
    synchronized (RUNNING) {
      return RUNNING.computeIfAbsent(this, Node::start);
    }
  }

  private static Running start(Node node) {
    ServerBuilder builder =
        TestServer.builder()
            .withGenerousLimits()
            .with("tradeguard.quota.user.bytes", USER_BYTES)
            .with("tradeguard.quota.global.bytes", GLOBAL_BYTES)
            .with("tradeguard.upload.grace", 6)
            .with("tradeguard.upload.lease", 5);
    if (node == H2) {
      return new Running(builder.start(), Optional.empty());
    }
    OwnDatabase database = OwnDatabase.start(node == POSTGRESQL ? Engine.POSTGRESQL : Engine.H2);
    return new Running(
        builder
            .with("tradeguard.db.url", database.url())
            .with("tradeguard.db.user", database.user())
            .start(),
        Optional.of(database));
  }
}
