package io.tradeguard.quota;

import java.util.Optional;

/**
 * The row that counts the bytes of all users. Every upload wants it, so it is changed last in a
 * transaction, for as short as can be.
 */
final class GlobalRow {
  private static final String CHARGED = "SELECT charged_bytes FROM global_usage WHERE id = 1";

  private final Sql sql;
  private final long limit;

  GlobalRow(Sql sql, long limit) {
    this.sql = sql;
    this.limit = limit;
  }

  /** Charges bytes if they fit; else returns why not. */
  Optional<QuotaRefusal> charge(long bytes) {
    while (!tryCharge(bytes)) {
      // Under the lock it is decided for good: either others made room meanwhile, or it is refused.
      Optional<QuotaRefusal> refusal = refusal(bytes, lock());
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private boolean tryCharge(long bytes) {
    return sql.changeOne(
        "UPDATE global_usage SET charged_bytes = charged_bytes + ?1"
            + " WHERE id = 1 AND ?1 <= ?2 - charged_bytes",
        bytes,
        limit);
  }

  void free(long bytes) {
    if (bytes != 0) {
      sql.mustChangeOne(
          "UPDATE global_usage SET charged_bytes = charged_bytes - ?1 WHERE id = 1", bytes);
    }
  }

  long charged() {
    return sql.number(CHARGED).orElseThrow();
  }

  long lock() {
    sql.mustChangeOne("UPDATE global_usage SET charged_bytes = charged_bytes WHERE id = 1");
    return charged();
  }

  /** Returns why bytes would not fit now; none if they would. */
  Optional<QuotaRefusal> refusal(long bytes) {
    return refusal(bytes, charged());
  }

  /** Decides and tells by one figure, since the row may change between two looks at it. */
  private Optional<QuotaRefusal> refusal(long bytes, long charged) {
    return bytes > limit - charged
        ? Optional.of(new QuotaRefusal(QuotaScope.GLOBAL, limit, charged, 0, bytes))
        : Optional.empty();
  }

  long limit() {
    return limit;
  }
}
