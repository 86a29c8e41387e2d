package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README's tour, taken by its own words. */
final class Tour {
  private static final Pattern BLOCK = Pattern.compile("```(sh|text)\n(.*?)```", Pattern.DOTALL);
  private static final String MARK = "---- next ----";
  private static final String ADDRESS = "http://localhost:8080/";

  private record Step(String commands, String output) {}

  private Tour() {}

  /** Holds that a server without any setting answers each call as the README shows. */
  static void mustAnswerAsShown(TestServer server) throws IOException, InterruptedException {
    List<Step> tour = tour();
    String transcript = run(server, tour);

    String[] outputs = transcript.split(MARK + "\n", -1);
    assertThat(outputs).hasSize(tour.size() + 1);
    for (int i = 0; i < tour.size(); i++) {
      assertThat(outputs[i].strip()).matches(pattern(tour.get(i).output().strip()));
    }
  }

  private static List<Step> tour() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String section =
        readme.substring(readme.indexOf("## The tour"), readme.indexOf("## How it answers"));
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(section);
    while (block.find()) {
      assertThat(block.group(1)).isEqualTo("sh");
      String commands = block.group(2);
      assertThat(block.find()).isTrue();
      assertThat(block.group(1)).isEqualTo("text");
      steps.add(new Step(commands, block.group(2)));
    }
    assertThat(steps).isNotEmpty();
    return steps;
  }

  /** Runs the commands in one shell in a folder that looks like the project's. */
  private static String run(TestServer server, List<Step> tour)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder("exec 2>&1\n");
    for (Step step : tour) {
      script.append(step.commands().replace(ADDRESS, server.base().toString()));
      script.append("\necho '").append(MARK).append("'\n");
    }
    Path folder = server.folder();
    Files.createDirectories(folder.resolve("target"));
    Files.createSymbolicLink(folder.resolve("src"), Path.of("src").toAbsolutePath());
    Path output = folder.resolve("tour.txt");
    Process shell =
        new ProcessBuilder("bash", "-c", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(shell.waitFor(10, TimeUnit.MINUTES)).isTrue();
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private static String pattern(String documented) {
    StringBuilder pattern = new StringBuilder("(?s)");
    for (String part : documented.split("…", -1)) {
      pattern.append(Pattern.quote(part)).append(".*?");
    }
    pattern.setLength(pattern.length() - ".*?".length());
    return pattern.toString();
  }
}
