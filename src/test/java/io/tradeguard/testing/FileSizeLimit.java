package io.tradeguard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the files of a running process from growing beyond a size, until lifted. The kernel then
 * refuses writes as a full disk does, without a mount or rights that only root has.
 */
public final class FileSizeLimit {
  private final ProcessHandle process;

  private FileSizeLimit(ProcessHandle process) {
    this.process = process;
  }

  /** Limits a process; {@link #lift} must follow. */
  public static FileSizeLimit of(ProcessHandle process, long bytes)
      throws IOException, InterruptedException {
    set(process, Long.toString(bytes));
    return new FileSizeLimit(process);
  }

  /** Changes the soft limit only, so that it can be raised again. */
  private static void set(ProcessHandle process, String limit)
      throws IOException, InterruptedException {
    Process prlimit =
        new ProcessBuilder(
                "prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + limit + ":")
            .redirectErrorStream(true)
            .start();
    String said = new String(prlimit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(prlimit.waitFor()).as(said).isZero();
  }

  /** Lets the files grow again. */
  public void lift() throws IOException, InterruptedException {
    set(process, "unlimited");
  }
}
