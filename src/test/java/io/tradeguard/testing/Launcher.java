package io.tradeguard.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** How one kind of server is started on the WAR, as a child process that binds to loopback. */
interface Launcher {
  /**
   * Prepares a folder for one instance and returns what runs it.
   *
   * @param contextRoot without slashes, empty for the root
   */
  ProcessBuilder prepare(Path folder, Path war, int port, String contextRoot) throws IOException;

  /** Returns the address of an instance's context root. */
  default URI base(int port, String contextRoot) {
    String path = contextRoot.isEmpty() ? "/" : "/" + contextRoot + "/";
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Returns the launcher of the server that this build runs the suite on. */
  static Launcher configured() {
    Path servers = TestSetup.servers();
    return switch (TestSetup.server()) {
      case "payara" -> new PayaraMicro(servers.resolve("payara-micro.jar"));
      case "wildfly" -> new WildFly(servers.resolve("wildfly"));
      default -> throw new IllegalStateException("Unknown server " + TestSetup.server());
    };
  }
}
