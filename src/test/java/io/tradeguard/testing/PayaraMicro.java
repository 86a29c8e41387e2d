package io.tradeguard.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Starts Payara Micro as the README's command does. */
record PayaraMicro(Path jar) implements Launcher {
  private static final Pattern FAILURE =
      Pattern.compile("Exception while (deploying|loading) the app");

  @Override
  public ProcessBuilder prepare(Instance instance) throws IOException {
    Path folder = instance.folder();
    Path boot = folder.resolve("loopback.boot");
    Files.writeString(
        boot,
        shipped(instance.beansInServerMetrics())
            + "set configs.config.server-config.network-config.network-listeners"
            + ".network-listener.http-listener.address=127.0.0.1\n");
    List<String> command = new ArrayList<>(List.of(JavaCommand.path()));
    command.addAll(instance.jvm());
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + folder.resolve("tmp"),
            "-jar",
            jar.toString(),
            "--nocluster",
            "--disablephonehome",
            "--prebootcommandfile",
            boot.toString(),
            "--port",
            Integer.toString(instance.port()),
            "--contextroot",
            instance.contextRoot().isEmpty() ? "/" : instance.contextRoot(),
            "--deploy",
            instance.war().toString()));
    instance.others().forEach(other -> command.addAll(List.of("--deploy", other.toString())));
    if (instance.beansInServerMetrics()) {
      command.addAll(List.of("--rootdir", rootWithMetrics(folder).toString()));
    }
    return new ProcessBuilder(command);
  }

  /**
   * Returns the settings that are shipped; a server that is to show its metrics keeps them open.
   */
  private static String shipped(boolean metrics) throws IOException {
    return Files.readAllLines(TestSetup.serverConfig().resolve("payara/tradeguard.boot")).stream()
        .filter(line -> !(metrics && (line.contains("metrics") || line.contains("openapi"))))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Only in a root of its own does it find the file; it also remembers there what it deployed. */
  private static Path rootWithMetrics(Path folder) throws IOException {
    Path root = folder.resolve("root");
    Files.copy(
        TestSetup.serverConfig().resolve("payara/metrics.xml"),
        Files.createDirectories(root.resolve("config")).resolve("metrics.xml"));
    return root;
  }

  @Override
  public Pattern failureMark() {
    return FAILURE;
  }

  @Override
  public String usualContextRoot() {
    return "";
  }
}
