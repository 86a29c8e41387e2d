package io.tradeguard.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingTest {
  @Test
  void theVariableOfASettingIsItsNameInCapitals() {
    assertThat(Setting.environmentName("tradeguard.redis.url")).isEqualTo("TRADEGUARD_REDIS_URL");
    assertThat(Setting.environmentName("tradeguard.rate-limit.api_key.on-redis-failure"))
        .isEqualTo("TRADEGUARD_RATE_LIMIT_API_KEY_ON_REDIS_FAILURE");
  }
}
