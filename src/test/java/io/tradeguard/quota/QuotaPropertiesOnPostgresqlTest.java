package io.tradeguard.quota;

import io.tradeguard.testing.TestDatabase.Engine;
import net.jqwik.api.lifecycle.AfterContainer;

class QuotaPropertiesOnPostgresqlTest extends QuotaProperties {
  private static final QuotaFixture QUOTA = QuotaFixture.seed(Engine.POSTGRESQL);

  @AfterContainer
  static void stop() {
    QUOTA.close();
  }

  @Override
  QuotaFixture quota() {
    return QUOTA;
  }
}
