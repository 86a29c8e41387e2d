package io.tradeguard.quota;

import io.tradeguard.testing.TestDatabase.Engine;
import net.jqwik.api.lifecycle.AfterContainer;

class QuotaPropertiesOnH2Test extends QuotaProperties {
  private static final QuotaFixture QUOTA = QuotaFixture.seed(Engine.H2);

  @AfterContainer
  static void stop() {
    QUOTA.close();
  }

  @Override
  QuotaFixture quota() {
    return QUOTA;
  }
}
