package io.tradeguard.quota;

/**
 * What became of a request for room. It is a value until its transaction has been committed, since
 * a refusal undoes what it did by hand: H2 can lose another's update of a row when a transaction
 * that changed the same row is rolled back.
 */
sealed interface Verdict {
  /** The room is held. */
  record Granted() implements Verdict {}

  /** The user has no account yet; nothing was decided. */
  record NoAccount() implements Verdict {}

  /** Nothing is held that was not held before. */
  record Refused(RuntimeException reason) implements Verdict {}

  static Verdict refused(QuotaRefusal refusal) {
    return new Refused(new QuotaExceededException(refusal));
  }

  /** Throws the reason of a refusal. */
  default void orThrow() {
    if (this instanceof Refused refused) {
      throw refused.reason();
    }
  }
}
