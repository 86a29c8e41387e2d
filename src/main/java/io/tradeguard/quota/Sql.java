package io.tradeguard.quota;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Optional;

/**
 * Statements in the SQL that H2 and PostgreSQL share. JPQL knows neither row locks that span
 * providers nor arithmetic on the database's clock, on both of which the ledger rests.
 */
final class Sql {
  private final EntityManager entities;

  Sql(EntityManager entities) {
    this.entities = entities;
  }

  /** Changes rows and returns how many; parameters are {@code ?1}, {@code ?2} and so on. */
  int change(String sql, Object... parameters) {
    return query(sql, parameters).executeUpdate();
  }

  boolean changeOne(String sql, Object... parameters) {
    return change(sql, parameters) == 1;
  }

  /**
   * Changes the one row that must be there.
   *
   * @throws IllegalStateException if it is not, so that nothing half-counted is committed
   */
  void mustChangeOne(String sql, Object... parameters) {
    int changed = change(sql, parameters);
    if (changed != 1) {
      throw new IllegalStateException(changed + " rows changed by " + sql);
    }
  }

  /** Returns the rows; a row of one column is the value itself, any other an array. */
  List<?> rows(int max, String sql, Object... parameters) {
    return rows(0, max, sql, parameters);
  }

  /** Returns the rows after the first ones. */
  List<?> rows(int skipped, int max, String sql, Object... parameters) {
    return query(sql, parameters).setFirstResult(skipped).setMaxResults(max).getResultList();
  }

  /** Returns the one row of several columns, or none. */
  Optional<Object[]> row(String sql, Object... parameters) {
    List<?> rows = query(sql, parameters).getResultList();
    return rows.isEmpty() ? Optional.empty() : Optional.of((Object[]) rows.get(0));
  }

  /** Returns the number in the one row of one column, or none. */
  Optional<Long> number(String sql, Object... parameters) {
    List<?> rows = query(sql, parameters).getResultList();
    return rows.isEmpty() ? Optional.empty() : Optional.of(toLong(rows.get(0)));
  }

  /** Providers and databases disagree on the class of a number. */
  static long toLong(Object number) {
    return ((Number) number).longValue();
  }

  private Query query(String sql, Object... parameters) {
    Query query = entities.createNativeQuery(sql);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    return query;
  }
}
