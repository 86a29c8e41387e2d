package io.tradeguard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Bars written in random combinations of forms read back as the same bars, or are refused. */
class MarketDataPropertyTest {
  private static final String[] DAYS = {
    "yyyy-MM-dd",
    "yyyy/MM/dd",
    "yyyy.MM.dd",
    "yyyyMMdd",
    "dd-MMM-yyyy",
    "MMM dd, yyyy",
    "d MMM yy",
    "dd/MM/yyyy",
    "MM/dd/yyyy",
    "d.M.yyyy",
    "M/d/yy",
    "dd/MM/yy"
  };
  private static final String[] CLOCKS = {"", " HH:mm", " HH:mm:ss", " hh:mm a", "'T'HH:mm:ss'Z'"};
  private static final int[] UNITS = {1, 1000, 1_000_000, 1_000_000_000};

  @Property(tries = 1000)
  void whatIsWrittenInAnyFormsIsReadBack(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) {
    Random random = new Random(seed);
    String clock = pick(random, CLOCKS);
    List<Bar> bars = bars(random, count, clock.isEmpty() ? 86_400 : 60 * (1 + random.nextInt(600)));
    boolean json = random.nextInt(5) == 0;
    boolean epoch = random.nextInt(4) == 0;
    String day = pick(random, DAYS);
    int unit = UNITS[random.nextInt(UNITS.length)];
    List<Bar> written = new ArrayList<>(bars);
    boolean falling = random.nextBoolean();
    if (falling) {
      Collections.reverse(written);
    }
    List<String> times = new ArrayList<>();
    for (Bar bar : written) {
      times.add(
          epoch
              ? String.valueOf(bar.time().getEpochSecond() * unit)
              : DateTimeFormatter.ofPattern(day + clock, Locale.ENGLISH)
                  .format(LocalDateTime.ofInstant(bar.time(), ZoneOffset.UTC)));
    }
    byte[] file = json ? json(written, times) : csv(random, written, times);

    MarketDataReader.Result read = Reading.of(file, json ? FileForm.JSON : FileForm.CSV);

    Unusable problem = read.found().problem();
    boolean told = read.found().notes().stream().anyMatch(note -> note.contains("were read as"));
    if (problem == null && !told) {
      assertThat(read.found().firstBars())
          .usingRecursiveFieldByFieldElementComparator(
              org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration.builder()
                  .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                  .build())
          .isEqualTo(written);
      BarSeries series = read.series().orElseThrow();
      assertThat(series.size()).isEqualTo(count);
      for (int i = 0; i < count; i++) {
        assertThat(series.time(i)).isEqualTo(bars.get(i).time());
        assertThat(series.close(i)).isEqualByComparingTo(bars.get(i).close());
      }
    } else if (problem == null) {
      // Thousands taken for decimals or the reverse, throughout and not in silence: another unit.
      BarSeries series = read.series().orElseThrow();
      assertThat(series.size()).isEqualTo(count);
      BigDecimal factor = BigDecimal.valueOf(unitOf(series.close(0), bars.get(0).close()), 3);
      for (int i = 0; i < count; i++) {
        assertThat(series.time(i)).isEqualTo(bars.get(i).time());
        assertThat(series.close(i)).isEqualByComparingTo(bars.get(i).close().multiply(factor));
      }
    } else {
      assertThat(problem.reason())
          .as(problem.detail())
          .isIn(Unusable.Reason.AMBIGUOUS_TIMES, Unusable.Reason.AMBIGUOUS_NUMBERS);
      if (problem.reason() == Unusable.Reason.AMBIGUOUS_TIMES) {
        assertThat(epoch).isFalse();
        assertThat(day).containsAnyOf("/MM/", "dd/yy", "M.", "/d/");
      }
    }
  }

  /** Returns by how many thousandths a price was multiplied: 1, 1000 or 1 000 000. */
  private static long unitOf(BigDecimal read, BigDecimal written) {
    int order = read.compareTo(written);
    return order < 0 ? 1 : order == 0 ? 1000 : 1_000_000;
  }

  /** A series with a mistake in it: read as if it had none, it would be another one. */
  @Property(tries = 500)
  void timesThatGoBackAreNeverASeries(
      @ForAll long seed, @ForAll @IntRange(min = 3, max = 40) int count) {
    Random random = new Random(seed);
    List<Bar> bars = bars(random, count, 86_400);
    int at = 1 + random.nextInt(count - 2);
    Collections.swap(bars, at, at + 1);
    String day = pick(random, DAYS);
    List<String> times =
        bars.stream()
            .map(
                bar ->
                    DateTimeFormatter.ofPattern(day, Locale.ENGLISH)
                        .format(LocalDateTime.ofInstant(bar.time(), ZoneOffset.UTC)))
            .toList();

    Unusable problem = Reading.of(csv(random, bars, times), FileForm.CSV).found().problem();

    assertThat(problem).as("%s", times).isNotNull();
  }

  private static List<Bar> bars(Random random, int count, int step) {
    List<Bar> bars = new ArrayList<>();
    long start = 86_400L * (4000 + random.nextInt(16_000));
    int decimals = random.nextInt(5);
    int whole = random.nextBoolean() ? 100 : 100_000;
    for (int i = 0; i < count; i++) {
      BigDecimal low = price(random, whole, decimals);
      BigDecimal open = low.add(price(random, 50, decimals));
      BigDecimal close = low.add(price(random, 50, decimals));
      BigDecimal high = open.max(close).add(price(random, 5, decimals));
      Instant time = Instant.ofEpochSecond(start + (long) i * step);
      bars.add(new Bar(time, open, high, low, close, BigDecimal.valueOf(random.nextInt(100_000))));
    }
    return bars;
  }

  private static BigDecimal price(Random random, int whole, int decimals) {
    long units = (long) Math.pow(10, decimals);
    return BigDecimal.valueOf(1 + (long) (random.nextDouble() * whole * units), decimals);
  }

  private static byte[] csv(Random random, List<Bar> bars, List<String> times) {
    char separator = pick(random, ",", ";", "\t", "|").charAt(0);
    boolean comma = random.nextInt(separator == ';' ? 2 : 4) == 0;
    boolean thousands = random.nextBoolean();
    boolean quoted = random.nextBoolean();
    boolean dollar = random.nextInt(5) == 0;
    String end = pick(random, "\n", "\r\n", "\r");
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
    if (random.nextInt(3) > 0) {
      String[] names =
          pick(
                  random,
                  "date open high low close volume",
                  "<DATE> <OPEN> <HIGH> <LOW> <CLOSE> <VOL>",
                  "time X.Open X.High X.Low X.Close X.Volume",
                  "Date Open High Low Close/Last Vol.")
              .split(" ", -1);
      text.append(String.join(String.valueOf(separator), names)).append(end);
    }
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      text.append(cell(times.get(i), separator, quoted));
      for (BigDecimal price :
          java.util.Arrays.asList(bar.open(), bar.high(), bar.low(), bar.close())) {
        String number =
            String.format(
                Locale.ROOT,
                thousands ? "%,." + price.scale() + "f" : "%." + price.scale() + "f",
                price);
        if (comma) {
          number = number.replace('.', '_').replace(',', '.').replace('_', ',');
        }
        text.append(separator).append(cell((dollar ? "$" : "") + number, separator, quoted));
      }
      text.append(separator).append(bar.volume()).append(end);
      if (random.nextInt(10) == 0) {
        text.append(end);
      }
    }
    boolean utf16 = random.nextInt(4) == 0;
    String marked = utf16 && text.charAt(0) != '\uFEFF' ? "\uFEFF" + text : text.toString();
    return marked.getBytes(
        !utf16
            ? StandardCharsets.UTF_8
            : random.nextBoolean() ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
  }

  private static String cell(String text, char separator, boolean quoted) {
    return quoted || text.indexOf(separator) >= 0 ? '"' + text + '"' : text;
  }

  private static byte[] json(List<Bar> bars, List<String> times) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      rows.add(
          "[\"%s\",%s,%s,%s,\"%s\",%s]"
              .formatted(
                  times.get(i), bar.open(), bar.high(), bar.low(), bar.close(), bar.volume()));
    }
    return ("{\"data\":[" + String.join(",", rows) + "]}").getBytes(StandardCharsets.UTF_8);
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
