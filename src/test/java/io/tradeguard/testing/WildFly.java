package io.tradeguard.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Starts a stock WildFly with the settings of {@code server-config/wildfly}. */
record WildFly(Path home) implements Launcher {
  private static final Pattern FAILURE = Pattern.compile("WFLYCTL0186: ");

  @Override
  public ProcessBuilder prepare(Instance instance) throws IOException {
    Path folder = instance.folder();
    Path base = Files.createDirectories(folder.resolve("standalone"));
    copy(home.resolve("standalone").resolve("configuration"), base.resolve("configuration"));
    Path deployments = Files.createDirectories(base.resolve("deployments"));
    String root = instance.contextRoot();
    deploy(instance.war(), deployments, (root.isEmpty() ? "ROOT" : root) + ".war");
    for (Path other : instance.others()) {
      deploy(other, deployments, other.getFileName().toString());
    }
    ProcessBuilder command =
        new ProcessBuilder(
            home.resolve("bin").resolve("standalone.sh").toString(),
            "--yaml=" + TestSetup.serverConfig().resolve("wildfly").resolve("tradeguard.yml"),
            "-Djboss.server.base.dir=" + base,
            "-Djboss.bind.address=127.0.0.1",
            "-Djboss.bind.address.management=127.0.0.1",
            "-Djboss.http.port=" + instance.port(),
            "-Djboss.https.port=" + FreePort.find(),
            "-Djboss.management.http.port=" + FreePort.find());
    command.environment().put("JAVA", JavaCommand.path());
    command.environment().put("LAUNCH_JBOSS_IN_BACKGROUND", "1");
    command
        .environment()
        .put(
            "JAVA_OPTS",
            String.join(
                " ",
                String.join(" ", instance.jvm()),
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.awt.headless=true",
                "-Djboss.modules.system.pkgs=org.jboss.byteman",
                "-Djava.io.tmpdir=" + folder.resolve("tmp")));
    return command;
  }

  @Override
  public Pattern failureMark() {
    return FAILURE;
  }

  @Override
  public String usualContextRoot() {
    return "tradeguard";
  }

  private static void deploy(Path war, Path deployments, String name) throws IOException {
    Files.copy(war, deployments.resolve(name));
    Files.createFile(deployments.resolve(name + ".dodeploy"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
