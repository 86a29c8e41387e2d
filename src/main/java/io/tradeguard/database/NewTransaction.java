package io.tradeguard.database;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.function.Supplier;

/** Runs work in a transaction of its own, which any exception rolls back. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class NewTransaction {
  public <T> T run(Supplier<T> work) {
    return work.get();
  }
}
