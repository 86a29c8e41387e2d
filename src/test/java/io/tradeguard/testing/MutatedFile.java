package io.tradeguard.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A real file of market data with random damage, the same for the same number. */
public final class MutatedFile {
  private static final Path FOLDER = Path.of("src/test/resources/data/market");
  private static final long SEED = 20_261_128;

  private static final String[] PIECES = {
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "\"",
    "\uFEFF",
    "\0",
    "-",
    "null",
    "NaN",
    "1e999999999",
    "9".repeat(60),
    "١",
    "[[",
    "{\"a\":",
    "}",
    "]",
    "01/02/03",
    "2013-02-30",
    "99999999999999999999",
    "\u001A",
    "$",
    "\uD83D\uDE00",
    ",".repeat(2000),
    "\n".repeat(3000),
    "[".repeat(100),
    "1,".repeat(400),
    "\"".repeat(3),
    "{}",
    "1e5",
    "0,5",
    "2013-01-02T09:30:00+99:99"
  };

  private final String name;
  private final byte[] content;

  private MutatedFile(String name, byte[] content) {
    this.name = name;
    this.content = content;
  }

  /** Returns the name of the file before, whose ending says how it is written. */
  public String name() {
    return name;
  }

  public byte[] content() {
    return content.clone();
  }

  /** Returns a file by its number, from 0. */
  public static MutatedFile of(int number) {
    List<Path> files = files();
    Path file = files.get(number % files.size());
    try {
      byte[] damaged = damage(Files.readAllBytes(file), new Random(SEED + number));
      return new MutatedFile(file.getFileName().toString(), damaged);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files() {
    try (Stream<Path> folder = Files.list(FOLDER)) {
      return folder.filter(file -> !file.endsWith("README.md")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] damage(byte[] file, Random random) {
    List<byte[]> parts = new ArrayList<>();
    int at = 0;
    for (int wounds = 1 + random.nextInt(4); wounds > 0 && at < file.length; wounds--) {
      int next = at + random.nextInt(file.length - at);
      parts.add(Arrays.copyOfRange(file, at, next));
      at = next;
      switch (random.nextInt(5)) {
        case 0 -> parts.add(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
        case 1 -> parts.add(new byte[] {(byte) random.nextInt(256)});
        case 2 -> at = Math.min(file.length, at + 1 + random.nextInt(40));
        case 3 -> at = Math.max(0, at - random.nextInt(200));
        default -> at = random.nextInt(20) == 0 ? file.length : at;
      }
    }
    parts.add(Arrays.copyOfRange(file, Math.min(at, file.length), file.length));
    byte[] damaged = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, damaged, end, part.length);
      end += part.length;
    }
    return damaged;
  }
}
