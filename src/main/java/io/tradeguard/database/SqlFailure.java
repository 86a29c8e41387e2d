package io.tradeguard.database;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells why a database refused, from the SQL state at the bottom of what a provider or a server's
 * transaction manager threw. States without a letter of PostgreSQL's are H2's.
 */
public final class SqlFailure {
  private static final int MAX_CAUSES = 50;

  /**
   * Serialisation failure, deadlock, and H2's concurrent update of a row. Whoever gets one of these
   * may try again at once. A lock that did not come in time is none: whoever holds it has it still.
   */
  private static final Set<String> CONFLICT = Set.of("40001", "40P01", "90131");

  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * A database that cannot do now what it could do a while ago: class 08 connection lost, 40
   * transaction undone, 53 out of resources (connections, disk, memory), 57 going or coming or a
   * statement cancelled, 58 its own disk; read-only (25006) as after a failover, a transaction idle
   * for too long (25P03), and what follows a failure in the same transaction (25P02); lock
   * time-outs (55P03, HYT00) and other time-outs (HYT01). Of H2: closed (90098, 90121), connection
   * broken (90067), disk (90028, 90031), read-only (90097).
   */
  private static final Pattern UNAVAILABLE =
      Pattern.compile(
          "(08|40|53|57|58)...|25006|25P02|25P03|55P03|HYT00|HYT01"
              + "|90028|90031|90067|90097|90098|90121|90131");

  private SqlFailure() {}

  /** Returns whether the work was undone only because of others, and may be tried again at once. */
  public static boolean isConflict(Throwable thrown) {
    return find(thrown).map(SQLException::getSQLState).filter(CONFLICT::contains).isPresent();
  }

  /** Returns whether a row like it is there already. */
  public static boolean isDuplicate(Throwable thrown) {
    return find(thrown).map(SQLException::getSQLState).filter(UNIQUE_VIOLATION::equals).isPresent();
  }

  /**
   * Returns whether the database cannot serve now, but may later. Without any state it is the
   * server's pool that speaks, which has no connection to give.
   */
  public static boolean isUnavailable(Throwable thrown) {
    return find(thrown)
        .filter(
            sql -> sql.getSQLState() == null || UNAVAILABLE.matcher(sql.getSQLState()).matches())
        .isPresent();
  }

  /** Returns the SQL exception that tells most: the first with a state, else the first. */
  public static Optional<SQLException> find(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> next = new ArrayDeque<>(Set.of(thrown));
    Optional<SQLException> stateless = Optional.empty();
    while (!next.isEmpty() && seen.size() < MAX_CAUSES) {
      Throwable each = next.removeFirst();
      if (!seen.add(each)) {
        continue;
      }
      if (each instanceof SQLException sql) {
        if (sql.getSQLState() != null) {
          return Optional.of(sql);
        }
        stateless = stateless.or(() -> Optional.of(sql));
        if (sql.getNextException() != null) {
          next.addLast(sql.getNextException());
        }
      }
      if (each.getCause() != null) {
        next.addLast(each.getCause());
      }
      for (Throwable suppressed : each.getSuppressed()) {
        next.addLast(suppressed);
      }
    }
    return stateless;
  }
}
