package io.tradeguard.marketdata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a JSON document: those arrays and objects of plain values that stand side by side in
 * one array or one object. A row of an object has its name there as first cell. Of several such
 * tables the first that can be bars is meant; a second one is refused.
 */
final class JsonRows implements Rows {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_TOKEN = 1 << 20;
  private static final int MAX_CELLS = 1000;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // A table of names that grows with the file would be a leak.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TOKEN)
                  .maxNameLength(MAX_TOKEN)
                  .maxNumberLength(MAX_TOKEN)
                  .build())
          .build();

  private final JsonParser parser;
  private final Deque<JsonNode> open = new ArrayDeque<>();
  private final JsonTable table = new JsonTable();
  private final Deque<Row> ready = new ArrayDeque<>();
  private @Nullable String name;
  private int nodes;

  /** An array or object that is being read. */
  static final class JsonNode {
    final int id;
    final int parent;
    final boolean object;
    final @Nullable String key;
    final List<String> names = new ArrayList<>();
    final List<String> cells = new ArrayList<>();
    private int characters;
    boolean flat = true;

    JsonNode(int id, int parent, boolean object, @Nullable String key) {
      this.id = id;
      this.parent = parent;
      this.object = object;
      this.key = key;
    }

    void add(@Nullable String name, String cell) {
      characters += cell.length() + (name == null ? 0 : name.length());
      if (cells.size() < MAX_CELLS && characters <= MAX_TOKEN) {
        names.add(name == null ? "" : name);
        cells.add(cell);
      } else {
        isNoRow();
      }
    }

    /** Forgets what it holds: it is neither a row nor a part of one. */
    void isNoRow() {
      flat = false;
      names.clear();
      cells.clear();
    }
  }

  JsonRows(InputStream json) throws IOException {
    parser = JSON.createParser(json);
    parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
  }

  @Override
  public @Nullable Row next() throws IOException {
    try {
      while (ready.isEmpty()) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return null;
        }
        take(token);
      }
      return ready.poll();
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new UnusableException(
          Unusable.row(Unusable.Reason.NOT_READABLE, line, "it is not JSON."));
    }
  }

  /** A flat object that is no row belongs to the object around it, as OANDA's prices to a bar. */
  private void close(JsonNode node) {
    if (!node.flat || !node.cells.isEmpty()) {
      ready.addAll(table.rows(node));
    }
    JsonNode outer = open.peek();
    if (outer == null) {
      return;
    }
    if (!outer.object || table.isRow(node)) {
      outer.isNoRow();
    } else if (node.object && node.flat && outer.flat) {
      for (int i = 0; i < node.cells.size() && outer.flat; i++) {
        outer.add(node.key + "." + node.names.get(i), node.cells.get(i));
      }
    }
  }

  private void take(JsonToken token) throws IOException {
    switch (token) {
      case START_ARRAY, START_OBJECT -> {
        JsonNode outer = open.peek();
        if (outer != null && !outer.object && token == JsonToken.START_ARRAY) {
          outer.isNoRow();
        }
        open.push(
            new JsonNode(
                nodes++, outer == null ? -1 : outer.id, token == JsonToken.START_OBJECT, name));
        name = null;
      }
      case END_ARRAY, END_OBJECT -> {
        close(open.pop());
      }
      case FIELD_NAME -> name = parser.currentName();
      default -> {
        JsonNode outer = open.peek();
        if (outer != null && outer.flat) {
          outer.add(name, token == JsonToken.VALUE_NULL ? "" : parser.getText());
        }
        name = null;
      }
    }
  }
}
