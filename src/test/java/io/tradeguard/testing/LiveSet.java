package io.tradeguard.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is alive in another JVM's heap, counted by the JDK's jcmd after a full collection. */
public record LiveSet(long pid) {
  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

  public double megabytes() {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher total = TOTAL.matcher(output);
      if (!total.find()) {
        throw new IllegalStateException("jcmd failed: " + output);
      }
      return Long.parseLong(total.group(1)) / (double) (1 << 20);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
