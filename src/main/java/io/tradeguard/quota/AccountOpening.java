package io.tradeguard.quota;

import io.tradeguard.account.UserCreated;
import io.tradeguard.database.SqlFailure;
import io.tradeguard.database.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Gives each user a quota account: in the transaction that creates the user, or when missed. */
@ApplicationScoped
public class AccountOpening {
  @Inject Ledger ledger;
  @Inject Transactions transactions;

  void onCreation(@Observes UserCreated created) {
    ledger.accounts().open(created.userId());
  }

  /**
   * Opens an account in a transaction of its own. Another node may do the same at the same time;
   * then it is open as well.
   */
  public void open(long userId) {
    try {
      transactions.retrying(
          () -> {
            ledger.accounts().open(userId);
            return true;
          });
    } catch (RuntimeException e) {
      if (!SqlFailure.isDuplicate(e)) {
        throw e;
      }
    }
  }
}
