package io.tradeguard.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a port for a server that cannot pick its own. */
public final class FreePort {
  private static final int LOWEST = 10_000;
  private static final int BEYOND = 30_000;

  private FreePort() {}

  /** Returns a free port below those that the system gives to outgoing connections. */
  public static int find() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException e) {
        // Taken: try another.
      }
    }
    throw new IllegalStateException("No free port");
  }
}
