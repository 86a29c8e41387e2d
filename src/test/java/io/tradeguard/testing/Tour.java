package io.tradeguard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands of a page with what they print, run by the page's own words. */
public final class Tour {
  private static final Pattern BLOCK = Pattern.compile("```(sh|text)\n(.*?)```", Pattern.DOTALL);
  private static final String MARK = "---- next ----";
  private static final String ADDRESS = "http://localhost:8080/";

  private record Step(String commands, String output) {}

  private final List<Step> steps;
  private final Map<String, String> replacements = new LinkedHashMap<>();

  private Tour(List<Step> steps) {
    this.steps = steps;
  }

  /** Returns the tour of a page's section, between two of its texts. */
  public static Tour of(Path page, String from, String to) throws IOException {
    String text = Files.readString(page);
    return new Tour(steps(text.substring(text.indexOf(from), text.indexOf(to))));
  }

  /** Runs the commands with another text in the place of one of theirs. */
  public Tour with(String text, String replacement) {
    replacements.put(text, replacement);
    return this;
  }

  /** Holds that each command prints what the page shows. */
  public void mustAnswerAsShown(TestServer server) throws IOException, InterruptedException {
    with(ADDRESS, server.base().toString());
    String transcript = run(server.folder());

    String[] outputs = transcript.split(MARK + "\n", -1);
    assertThat(outputs).as(transcript).hasSize(steps.size() + 1);
    for (int i = 0; i < steps.size(); i++) {
      assertThat(outputs[i].strip()).matches(pattern(steps.get(i).output().strip()));
    }
  }

  private static List<Step> steps(String section) {
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
  private String run(Path folder) throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder("exec 2>&1\n");
    for (Step step : steps) {
      String commands = step.commands();
      for (Map.Entry<String, String> replacement : replacements.entrySet()) {
        commands = commands.replace(replacement.getKey(), replacement.getValue());
      }
      script.append(commands).append("\necho '").append(MARK).append("'\n");
    }
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
