package io.tradeguard.marketdata.layout;

import io.tradeguard.marketdata.text.Cells;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A column's heading, taken apart into words: whatever its case, brackets, quotes, units, numbering
 * or footnote marks. {@code 1. open}, {@code <OPEN>}, {@code AAPL.Open}, {@code openPrice} and
 * {@code Open (USD)} all are open.
 */
public record ColumnName(String text, List<String> words) {
  private static final Pattern UNIT = Pattern.compile("\\([^)]*\\)");
  private static final Pattern NUMBERING = Pattern.compile("^\\s*\\d+[a-z]?[.)]\\s+");
  private static final Pattern CAMEL = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern ACCENT = Pattern.compile("\\p{Mn}+");
  private static final int PREFIXED = 20;

  /** A longer heading is a text; what it says further on does not matter. */
  private static final int MAX_LENGTH = 200;

  /**
   * What a heading says.
   *
   * @param rank 0 for the plain word; of two columns of one role the lower is meant
   * @param prefix words that belong to no role, such as the instrument's name
   */
  public record Meaning(ColumnRole role, int rank, String prefix) {}

  public static ColumnName of(String cell) {
    String whole = Cells.strip(cell);
    String text = whole.length() > MAX_LENGTH ? whole.substring(0, MAX_LENGTH) : whole;
    String plain = NUMBERING.matcher(UNIT.matcher(text).replaceAll(" ")).replaceAll("");
    String spaced = CAMEL.matcher(plain).replaceAll(" ");
    String folded =
        ACCENT
            .matcher(Normalizer.normalize(spaced.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
            .replaceAll("")
            .replace('ı', 'i')
            .replace('ł', 'l');
    String composed = Normalizer.normalize(folded, Normalizer.Form.NFC);
    List<String> words =
        Stream.of(BETWEEN_WORDS.split(composed, -1)).filter(word -> !word.isEmpty()).toList();
    return new ColumnName(text, words);
  }

  public boolean isEmpty() {
    return words.isEmpty() || words.get(0).equals("unnamed");
  }

  public boolean has(String... some) {
    for (String word : some) {
      if (words.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the column names what is traded. */
  public boolean isInstrument() {
    return words.size() <= 2
        && words.stream().anyMatch(ColumnWords.INSTRUMENT::contains)
        && words.stream().noneMatch(ColumnWords.OTHER::contains);
  }

  public Optional<Meaning> meaning() {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    boolean time =
        words.stream()
            .anyMatch(
                word ->
                    ColumnWords.roleOf(word) == ColumnRole.TIME
                        && (!ColumnWords.ALONE.contains(word) || isAlone(word)));
    boolean other = words.stream().anyMatch(ColumnWords.OTHER::contains);
    if (time) {
      return other ? Optional.empty() : Optional.of(timeMeaning());
    }
    boolean volume = words.stream().anyMatch(w -> ColumnWords.roleOf(w) == ColumnRole.VOLUME);
    if (volume) {
      return Optional.of(
          new Meaning(ColumnRole.VOLUME, words.size() - 1 + (other ? PREFIXED : 0), ""));
    }
    return other ? Optional.empty() : priceMeaning();
  }

  /** Returns whether no other word but such as say nothing stands beside one. */
  private boolean isAlone(String word) {
    return words.stream()
        .allMatch(
            other ->
                other.equals(word)
                    || (ColumnWords.NEUTRAL_TIME.contains(other)
                        && ColumnWords.roleOf(other) == null));
  }

  private Meaning timeMeaning() {
    boolean later = words.stream().anyMatch(ColumnWords.LATER_TIME::contains);
    boolean plain =
        words.stream()
            .allMatch(
                word ->
                    ColumnWords.roleOf(word) == ColumnRole.TIME
                        || ColumnWords.NEUTRAL_TIME.contains(word));
    return new Meaning(ColumnRole.TIME, later ? 2 : plain ? 0 : 1, "");
  }

  private Optional<Meaning> priceMeaning() {
    List<ColumnRole> roles =
        words.stream()
            .map(ColumnWords::roleOf)
            .filter(Objects::nonNull)
            .filter(ColumnRole.PRICES::contains)
            .distinct()
            .toList();
    if (roles.size() > 1) {
      return Optional.empty();
    }
    int rank = 0;
    if (roles.isEmpty()) {
      int last = words.stream().mapToInt(ColumnWords.LAST_PRICES::indexOf).max().orElse(-1);
      if (last < 0) {
        return Optional.empty();
      }
      rank = 1 + last;
    }
    ColumnRole role = roles.isEmpty() ? ColumnRole.CLOSE : roles.get(0);
    List<String> prefix = new ArrayList<>(words);
    prefix.removeIf(
        word ->
            ColumnWords.roleOf(word) == role
                || ColumnWords.NEUTRAL.contains(word)
                || ColumnWords.LAST_PRICES.contains(word));
    return Optional.of(
        new Meaning(role, rank + (prefix.isEmpty() ? 0 : PREFIXED), String.join(" ", prefix)));
  }
}
