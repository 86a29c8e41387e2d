package io.tradeguard.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Starts Payara Micro as the README's command does, with our MXBeans among its metrics. */
record PayaraMicro(Path jar) implements Launcher {
  private static final Pattern FAILURE =
      Pattern.compile("Exception while (deploying|loading) the app");

  @Override
  public ProcessBuilder prepare(Instance instance) throws IOException {
    Path folder = instance.folder();
    Path boot = folder.resolve("loopback.boot");
    Files.writeString(
        boot,
        "set configs.config.server-config.network-config.network-listeners"
            + ".network-listener.http-listener.address=127.0.0.1\n");
    Path root = folder.resolve("root");
    Path config = Files.createDirectories(root.resolve("config"));
    Files.copy(
        TestSetup.serverConfig().resolve("payara/metrics.xml"),
        config.resolve("metrics.xml"),
        StandardCopyOption.REPLACE_EXISTING);
    List<String> command =
        new ArrayList<>(
            List.of(
                JavaCommand.path(),
                "-Xmx" + instance.heapMegabytes() + "m",
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "-jar",
                jar.toString(),
                "--rootdir",
                root.toString(),
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
    return new ProcessBuilder(command);
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
