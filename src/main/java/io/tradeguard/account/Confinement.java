package io.tradeguard.account;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rate-limit categories a service may ask about.
 *
 * @param categories by name, in their order; empty where it may ask about all there are
 */
public record Confinement(Optional<List<String>> categories) {
  /** So many names of the longest kind fit into the column. */
  public static final int MOST = 50;

  /** Not confined. */
  public static final Confinement NONE = new Confinement(Optional.empty());

  /** Confines to some categories, none if the list is empty. */
  public static Confinement to(List<String> categories) {
    return new Confinement(Optional.of(categories.stream().distinct().sorted().toList()));
  }

  /** Reads what {@link #column} wrote. */
  static Confinement read(@Nullable String column) {
    return column == null
        ? NONE
        : to(Stream.of(column.split(",")).filter(name -> !name.isEmpty()).toList());
  }

  /** Returns how the database keeps it. */
  @Nullable String column() {
    return categories.map(names -> String.join(",", names)).orElse(null);
  }

  /** Whether the service may ask about a category. */
  public boolean holds(String category) {
    return categories.map(names -> names.contains(category)).orElse(true);
  }
}
