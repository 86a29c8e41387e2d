package io.tradeguard.database;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells why a database refused, from the SQL state at the bottom of what a provider threw. */
public final class Conflict {
  private static final int MAX_CAUSES = 20;

  /**
   * Serialisation failure; deadlock and lock not available of PostgreSQL; lock time-out and
   * concurrent update of H2. Whoever gets one of these may simply try again.
   */
  private static final Set<String> PASSING = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

  private static final String UNIQUE_VIOLATION = "23505";

  private Conflict() {}

  /** Returns whether the work was undone only because of others, and may be tried again. */
  public static boolean isConflict(Throwable thrown) {
    String state = sqlState(thrown);
    return state != null && PASSING.contains(state);
  }

  /** Returns whether a row like it is there already. */
  public static boolean isDuplicate(Throwable thrown) {
    return UNIQUE_VIOLATION.equals(sqlState(thrown));
  }

  private static @Nullable String sqlState(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof SQLException sql) {
        return sql.getSQLState();
      }
      cause = cause.getCause();
    }
    return null;
  }
}
