package io.tradeguard.quota;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The rows of uploads under way. A lease is measured by the database's clock alone, so no node's
 * clock can end another's upload. Whoever changes a row names the size it believes in, which fences
 * off a holder whose view is old.
 */
final class Leases {
  private static final String LIVE = " AND state = 'LIVE' AND lease_until > CURRENT_TIMESTAMP";
  private static final String LEASE_END =
      "CURRENT_TIMESTAMP + CAST(?1 AS INTEGER) * INTERVAL '1' SECOND";

  private final Sql sql;
  private final int leaseSeconds;

  Leases(Sql sql, int leaseSeconds) {
    this.sql = sql;
    this.leaseSeconds = leaseSeconds;
  }

  void add(Reservation reservation) {
    sql.change(
        "INSERT INTO reservations (id, user_id, bytes, state, lease_until)"
            + " VALUES (?2, ?3, ?4, 'LIVE', "
            + LEASE_END
            + ")",
        leaseSeconds,
        reservation.id(),
        reservation.userId(),
        reservation.bytes());
  }

  boolean renew(Reservation reservation) {
    return sql.changeOne(
        "UPDATE reservations SET lease_until = " + LEASE_END + " WHERE id = ?2" + LIVE,
        leaseSeconds,
        reservation.id());
  }

  boolean resize(Reservation reservation, long bytes) {
    return sql.changeOne(
        "UPDATE reservations SET bytes = ?4, lease_until = "
            + LEASE_END
            + " WHERE id = ?2 AND bytes = ?3"
            + LIVE,
        leaseSeconds,
        reservation.id(),
        reservation.bytes(),
        bytes);
  }

  boolean remove(Reservation reservation) {
    return sql.changeOne(
        "DELETE FROM reservations WHERE id = ?1 AND bytes = ?2" + LIVE,
        reservation.id(),
        reservation.bytes());
  }

  /** Ends a live reservation and returns it as the database has it; none if it has ended. */
  Optional<Reservation> end(String id) {
    return end(id, "");
  }

  /** Ends a reservation whose lease has run out; none if it was renewed or another node did it. */
  Optional<Reservation> endExpired(String id) {
    return end(id, " AND lease_until <= CURRENT_TIMESTAMP");
  }

  private Optional<Reservation> end(String id, String condition) {
    boolean ended =
        sql.changeOne(
            "UPDATE reservations SET state = 'ENDED' WHERE id = ?1 AND state = 'LIVE'" + condition,
            id);
    if (!ended) {
      return Optional.empty();
    }
    return sql.row("SELECT user_id, bytes FROM reservations WHERE id = ?1", id)
        .map(row -> new Reservation(id, Sql.toLong(row[0]), Sql.toLong(row[1])));
  }

  /**
   * Returns the ids of reservations whose lease has run out, longest ago first.
   *
   * @param skipped how many of the first are left out
   */
  List<String> expired(int skipped, int max) {
    return sql
        .rows(
            skipped,
            max,
            "SELECT id FROM reservations"
                + " WHERE state = 'LIVE' AND lease_until <= CURRENT_TIMESTAMP ORDER BY lease_until, id")
        .stream()
        .map(String::valueOf)
        .toList();
  }

  /** Returns ids of ended reservations. */
  List<String> ended(int max) {
    return sql.rows(max, "SELECT id FROM reservations WHERE state = 'ENDED' ORDER BY id").stream()
        .map(String::valueOf)
        .toList();
  }

  Set<String> known(Collection<String> ids) {
    String places =
        IntStream.rangeClosed(1, ids.size()).mapToObj(i -> "?" + i).collect(joining(", "));
    return sql
        .rows(ids.size(), "SELECT id FROM reservations WHERE id IN (" + places + ")", ids.toArray())
        .stream()
        .map(String::valueOf)
        .collect(toSet());
  }

  void forgetEnded(String id) {
    sql.change("DELETE FROM reservations WHERE id = ?1 AND state = 'ENDED'", id);
  }
}
