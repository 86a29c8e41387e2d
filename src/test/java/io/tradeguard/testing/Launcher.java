package io.tradeguard.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** How one kind of server is started on the WAR, as a child process that binds to loopback. */
interface Launcher {
  /**
   * One server to be.
   *
   * @param contextRoot of the application, without slashes, empty for the root
   * @param jvm options of its JVM, such as how large its heap may be
   * @param others more WARs that it serves, each below its file's name
   * @param beansInServerMetrics whether our MXBeans are among the server's own metrics, where it
   *     has any; it can then be started once only
   */
  record Instance(
      Path folder,
      Path war,
      int port,
      String contextRoot,
      List<String> jvm,
      List<Path> others,
      boolean beansInServerMetrics) {}

  /** Prepares an instance's folder and returns what runs it. */
  ProcessBuilder prepare(Instance instance) throws IOException;

  /** Returns the address of an instance's context root. */
  default URI base(int port, String contextRoot) {
    String path = contextRoot.isEmpty() ? "/" : "/" + contextRoot + "/";
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Returns the context root that the README's way of deploying gives the WAR. */
  String usualContextRoot();

  /** Returns what the log says of a deployment that failed. */
  Pattern failureMark();

  /** Returns the launcher of the server that this build runs the suite on. */
  static Launcher configured() {
    Path home = TestSetup.serverHome();
    return switch (TestSetup.server()) {
      case "payara" -> new PayaraMicro(home);
      case "wildfly" -> new WildFly(home);
      default -> throw new IllegalStateException("Unknown server " + TestSetup.server());
    };
  }
}
