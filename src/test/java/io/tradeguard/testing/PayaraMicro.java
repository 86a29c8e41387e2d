package io.tradeguard.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Starts Payara Micro as the README's command does. */
record PayaraMicro(Path jar) implements Launcher {
  private static final Pattern FAILURE =
      Pattern.compile("Exception while (deploying|loading) the app");

  @Override
  public ProcessBuilder prepare(Path folder, Path war, int port, String contextRoot)
      throws IOException {
    Path boot = folder.resolve("loopback.boot");
    Files.writeString(
        boot,
        "set configs.config.server-config.network-config.network-listeners"
            + ".network-listener.http-listener.address=127.0.0.1\n");
    return new ProcessBuilder(
        JavaCommand.path(),
        "-Xmx512m",
        "-Djava.io.tmpdir=" + folder.resolve("tmp"),
        "-jar",
        jar.toString(),
        "--nocluster",
        "--disablephonehome",
        "--prebootcommandfile",
        boot.toString(),
        "--port",
        Integer.toString(port),
        "--contextroot",
        contextRoot.isEmpty() ? "/" : contextRoot,
        "--deploy",
        war.toString());
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
