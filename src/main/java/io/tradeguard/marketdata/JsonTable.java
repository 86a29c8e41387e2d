package io.tradeguard.marketdata;

import io.tradeguard.marketdata.layout.ColumnName;
import io.tradeguard.marketdata.layout.ColumnRole;
import io.tradeguard.marketdata.text.Cells;
import io.tradeguard.marketdata.text.NumberText;
import io.tradeguard.marketdata.text.TimeCell;
import io.tradeguard.marketdata.text.TimeText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one table of the flat arrays and objects of a document. The table is that of the first one
 * that can be a bar; an array of names just before it is its heading.
 */
final class JsonTable {
  private static final int MIN_CELLS = 3;
  private static final int MIN_ROLES = 2;

  /** To understand a name takes microseconds; a document of nothing else must not take minutes. */
  private static final int MAX_NAMES = 100_000;

  /** Cells that entries lack cost as much as those they have; a few may be missing in each. */
  private static final int MAX_LACKING = 8;

  private static final int FREE_LACKING = 100_000;

  /** What is remembered of names is bounded too. */
  private static final int KNOWN_NAMES = 2000;

  private static final int KNOWN_LENGTH = 100;

  private int tableId = -1;
  private int namesLookedAt;
  private int columnsOf = -1;
  private final Set<ColumnRole> columnRoles = EnumSet.noneOf(ColumnRole.class);
  private boolean named;
  private long number;
  private long present;
  private long lacking;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Map<String, Optional<ColumnRole>> roles = new HashMap<>();
  private List<String> heading = List.of();

  /** Returns the rows that a node makes: none, itself, or itself below a heading. */
  List<Row> rows(JsonRows.JsonNode node) {
    refuseColumns(node);
    if (!node.flat) {
      if (isRow(node)) {
        throw new UnusableException(
            Unusable.row(
                Unusable.Reason.BAD_ROW,
                number + 1,
                "it holds more than plain values. Give every entry the same plain values."));
      }
      return List.of();
    }
    if (tableId < 0) {
      return begin(node);
    }
    if (node.parent != tableId) {
      return other(node);
    }
    return List.of(new Row(++number, cells(node)));
  }

  /** A list of closes beside a list of opens: the bars would have to be put together again. */
  private void refuseColumns(JsonRows.JsonNode node) {
    if (node.object || node.key == null) {
      return;
    }
    if (node.parent != columnsOf) {
      columnsOf = node.parent;
      columnRoles.clear();
    }
    role(node.key).ifPresent(columnRoles::add);
    if (columnRoles.size() >= MIN_ROLES) {
      throw new UnusableException(
          Unusable.file(
              Unusable.Reason.NO_BARS,
              "The document has one list for each column, such as '%s', and no list of bars. Write"
                      .formatted(Unusable.cut(node.key))
                  + " an array or an object for each bar, with time, open, high, low and close."));
    }
  }

  private List<Row> begin(JsonRows.JsonNode node) {
    if (!canBeRow(node)) {
      if (!node.object && roles(node.cells) >= MIN_ROLES) {
        heading = List.copyOf(node.cells);
      }
      return List.of();
    }
    tableId = node.parent;
    named = node.object;
    List<Row> rows = new ArrayList<>();
    if (named) {
      List<String> names = new ArrayList<>();
      if (node.key != null) {
        names.add("time");
      }
      names.addAll(node.names);
      for (int i = 0; i < names.size(); i++) {
        columns.putIfAbsent(names.get(i), i);
      }
      rows.add(new Row(0, names));
    } else if (!heading.isEmpty()) {
      rows.add(new Row(0, heading));
    }
    rows.add(new Row(++number, cells(node)));
    return rows;
  }

  /** Returns whether a node is a row of the table that was found. */
  boolean isRow(JsonRows.JsonNode node) {
    return tableId >= 0 && node.parent == tableId;
  }

  private List<Row> other(JsonRows.JsonNode node) {
    if (node.object == named && canBeRow(node)) {
      throw new UnusableException(
          Unusable.file(
              Unusable.Reason.SEVERAL_INSTRUMENTS,
              "The document has more than one list of bars. Keep the one of one instrument."));
    }
    return List.of();
  }

  /** A row has a time in it or above it, and numbers beside it, and names that fit if any. */
  private boolean canBeRow(JsonRows.JsonNode node) {
    boolean time = node.key != null && isTime(node.key);
    int numbers = 0;
    for (String cell : node.cells) {
      if (!time && isTime(cell)) {
        time = true;
      } else if (NumberText.isNumber(Cells.strip(cell))) {
        numbers++;
      }
    }
    boolean enough = time && numbers + 1 >= MIN_CELLS;
    return node.object ? enough && roles(node.names) >= MIN_ROLES : enough;
  }

  private static boolean isTime(String cell) {
    TimeCell time = TimeText.parse(Cells.strip(cell));
    return time != null && time.hasDate();
  }

  private long roles(List<String> names) {
    return names.stream().flatMap(name -> role(name).stream()).distinct().count();
  }

  private void countName() {
    if (++namesLookedAt > MAX_NAMES) {
      throw new UnusableException(
          Unusable.file(
              Unusable.Reason.NO_BARS,
              "The document holds too much else beside a list of bars. Keep the list alone, with"
                  + " time, open, high, low, close and volume of each bar."));
    }
  }

  private List<String> cells(JsonRows.JsonNode node) {
    if (!named) {
      List<String> cells = new ArrayList<>(node.cells);
      if (node.key != null) {
        cells.add(0, node.key);
      }
      return cells;
    }
    List<String> cells = new ArrayList<>(Collections.nCopies(columns.size(), ""));
    if (node.key != null) {
      cells.set(0, node.key);
    }
    boolean known = node.names.isEmpty();
    for (int i = 0; i < node.cells.size(); i++) {
      Integer column = columns.get(node.names.get(i));
      if (column != null) {
        cells.set(column, node.cells.get(i));
        known = true;
      }
    }
    if (!known) {
      throw otherNames("it has none of the names that the first entry has.");
    }
    requireSameRoles(node);
    present += node.cells.size();
    lacking += Math.max(0, columns.size() - node.cells.size());
    if (lacking > MAX_LACKING * present + FREE_LACKING) {
      throw otherNames("it and most entries above it lack most of the names of the first.");
    }
    return cells;
  }

  /** A price under a name that the first entry has not would be left out in silence. */
  private void requireSameRoles(JsonRows.JsonNode node) {
    for (String name : node.names) {
      if (columns.containsKey(name)) {
        continue;
      }
      Optional<ColumnRole> role = role(name);
      if (role.isPresent()
          && role.get() != ColumnRole.VOLUME
          && node.names.stream()
              .noneMatch(other -> columns.containsKey(other) && role(other).equals(role))) {
        throw otherNames(
            "it has '%s', which the first entry has not, and no other %s."
                .formatted(Unusable.cut(name), role.get().label()));
      }
    }
  }

  private UnusableException otherNames(String detail) {
    return new UnusableException(
        Unusable.row(
            Unusable.Reason.BAD_ROW,
            number,
            detail + " Give every entry the same names, in the same case."));
  }

  private Optional<ColumnRole> role(String name) {
    Optional<ColumnRole> known = roles.get(name);
    if (known != null) {
      return known;
    }
    countName();
    Optional<ColumnRole> role = ColumnName.of(name).meaning().map(ColumnName.Meaning::role);
    if (roles.size() < KNOWN_NAMES && name.length() <= KNOWN_LENGTH) {
      roles.put(name, role);
    }
    return role;
  }
}
