package io.tradeguard.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.TestDatabase.Engine;
import org.junit.jupiter.api.AfterEach;

/** A ledger with one user; after each test every counter says what the rows say. */
abstract class QuotaSuite {
  final QuotaFixture quota;
  final UploadQuotaManager manager;
  final long user;

  QuotaSuite(Engine engine) {
    quota = QuotaFixture.seed(engine);
    manager = quota.manager;
    user = quota.database.newUser();
  }

  @AfterEach
  void invariantHolds() {
    assertThat(quota.drift()).isZero();
    assertThat(quota.wrongAccounts()).isZero();
    quota.close();
  }
}
