package io.tradeguard.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The load driver of that name, which must be installed; each request is the next of several. */
final class Wrk {
  private static final Pattern RESULT = Pattern.compile("RESULT (\\d+) (\\d+) (\\d+)");
  private static final String SCRIPT =
      """
      local requests = {}
      local next_request = 0
      init = function(args)
        requests = {
      %s
        }
      end
      request = function()
        next_request = next_request %% #requests + 1
        return requests[next_request]
      end
      done = function(summary, latency, requests)
        local e = summary.errors
        print(string.format("RESULT %%d %%d %%d", summary.requests, summary.duration,
          e.connect + e.read + e.write + e.status + e.timeout))
      end
      """;

  private final Path script;

  /** Prepares a script below a folder that reads, each time by the next key. */
  Wrk(Path folder, List<String> keys) {
    this(
        folder.resolve("keys.lua"),
        keys.stream()
            .map(
                key -> "wrk.format(\"GET\", nil, {Authorization = \"Bearer %s\"})".formatted(key)));
  }

  /** Prepares a script that posts JSON, each time the next, all by one key. */
  static Wrk posting(Path script, String key, Stream<String> bodies) {
    return new Wrk(
        script,
        bodies.map(
            json ->
                ("wrk.format(\"POST\", nil, {Authorization = \"Bearer %s\","
                        + " [\"Content-Type\"] = \"application/json\"}, [[%s]])")
                    .formatted(key, json)));
  }

  private Wrk(Path script, Stream<String> requests) {
    this.script = script;
    try {
      Files.createDirectories(script.toAbsolutePath().getParent());
      Files.writeString(script, SCRIPT.formatted(requests.collect(Collectors.joining(",\n"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What one run saw. */
  record Result(long requests, double perSecond, long errors) {}

  /** Asks one address over so many connections for so many seconds. */
  Result run(URI address, int connections, int seconds) {
    try {
      Process process =
          new ProcessBuilder(
                  "wrk",
                  "-t1",
                  "-c" + connections,
                  "-d" + seconds + "s",
                  "-s",
                  script.toString(),
                  address.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher result = RESULT.matcher(output);
      if (process.waitFor() != 0 || !result.find()) {
        throw new IllegalStateException("wrk failed: " + output);
      }
      long requests = Long.parseLong(result.group(1));
      return new Result(
          requests,
          requests * 1e6 / Long.parseLong(result.group(2)),
          Long.parseLong(result.group(3)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** Fails where requests did: the figures of such a run mean nothing. */
  static void mustSucceed(long errors) {
    if (errors != 0) {
      throw new IllegalStateException(errors + " requests failed");
    }
  }

  /** Fails early, and says how to mend it, where wrk is missing. */
  static void require() {
    try {
      new ProcessBuilder("wrk", "-v")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new IllegalStateException("P8, P13 and P15 need wrk: apt-get install wrk", e);
    }
  }
}
