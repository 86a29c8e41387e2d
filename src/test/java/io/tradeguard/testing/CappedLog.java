package io.tradeguard.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Copies a process's output into a file up to a size: a runaway log would fill the disk. */
final class CappedLog {
  private static final int CAP_BYTES = 20 << 20;

  private final Path file;

  CappedLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** Copies until the process ends, dropping what is past the cap. */
  void follow(Process process) {
    Thread copier = new Thread(() -> copy(process), "log of " + process.pid());
    copier.setDaemon(true);
    copier.start();
  }

  private void copy(Process process) {
    byte[] buffer = new byte[8192];
    int written = 0;
    try (InputStream in = process.getInputStream();
        OutputStream out =
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int keep = Math.min(read, CAP_BYTES - written);
        out.write(buffer, 0, keep);
        written += keep;
      }
    } catch (IOException e) {
      // A killed process takes its end of the pipe with it.
      if (process.isAlive()) {
        throw new UncheckedIOException("The log stopped: " + file, e);
      }
    }
  }

  String text() {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> lines() {
    return text().lines().toList();
  }
}
