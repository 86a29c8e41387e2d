package io.tradeguard.marketdata.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what separates the cells of a CSV file: the character by which most rows fall into the same
 * number of cells. A comma that may stand inside numbers yields to any other that does as well.
 */
public final class Separator {
  private static final char[] CANDIDATES = {',', ';', '\t', '|'};
  private static final int MAX_ROWS = 200;

  /** A time and four prices: with as many cells, what lies between them is no chance. */
  private static final int CELLS_OF_A_BAR = 5;

  private Separator() {}

  /** Finds the separator of a file from its first bytes, in their encoding. */
  public static char of(byte[] sample, TextEncoding encoding) {
    return of(TextEncoding.text(sample, encoding));
  }

  /** Finds the separator by a file's first characters; a comma where nothing speaks for another. */
  public static char of(String text) {
    if (text.regionMatches(true, 0, "sep=", 0, 4) && text.length() > 4) {
      char declared = text.charAt(4);
      for (char candidate : CANDIDATES) {
        if (candidate == declared) {
          return declared;
        }
      }
    }
    List<int[]> rows = countByRow(text);
    char best = ',';
    int bestScore = 0;
    for (int i = 0; i < CANDIDATES.length; i++) {
      int cells = usualCells(rows, i);
      int score = cells * 2 + (CANDIDATES[i] != ',' && cells >= CELLS_OF_A_BAR ? 1000 : 0);
      if (cells > 1 && score > bestScore) {
        best = CANDIDATES[i];
        bestScore = score;
      }
    }
    return best;
  }

  /** Counts each candidate outside quotes, row by row; a cut last row does not count. */
  private static List<int[]> countByRow(String text) {
    List<int[]> rows = new ArrayList<>();
    int[] counts = new int[CANDIDATES.length];
    boolean quoted = false;
    boolean blank = true;
    for (int i = 0; i < text.length() && rows.size() < MAX_ROWS; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        if (!blank) {
          rows.add(counts);
        }
        counts = new int[CANDIDATES.length];
        blank = true;
        continue;
      } else if (!quoted) {
        for (int j = 0; j < CANDIDATES.length; j++) {
          counts[j] += c == CANDIDATES[j] ? 1 : 0;
        }
      }
      blank &= c == ' ' || c == '\t';
    }
    if (rows.isEmpty() && !blank) {
      rows.add(counts);
    }
    return rows;
  }

  /** Returns how many cells most rows have with a separator; 1 if they do not agree. */
  private static int usualCells(List<int[]> rows, int candidate) {
    Map<Integer, Integer> frequency = new HashMap<>();
    for (int[] counts : rows) {
      frequency.merge(counts[candidate] + 1, 1, Integer::sum);
    }
    return frequency.entrySet().stream()
        .filter(entry -> entry.getValue() * 2 > rows.size())
        .mapToInt(Map.Entry::getKey)
        .max()
        .orElse(1);
  }
}
