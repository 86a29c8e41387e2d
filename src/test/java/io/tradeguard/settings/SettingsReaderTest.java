package io.tradeguard.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.settings.Settings.ForwardingHeader;
import io.tradeguard.testing.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

  private static Settings read(Map<String, String> values) {
    return new SettingsReader(
            new SettingSource(key -> Optional.ofNullable(values.get(key)), values.keySet()))
        .read();
  }

  private static Settings read(String key, String value) {
    return read(Map.of(key, value));
  }

  @Test
  void theDefaultsAreThoseOfTheContract() {
    Settings settings = read(Map.of());

    assertThat(settings.rateLimits().enabled()).isTrue();
    assertThat(settings.rateLimits().memoryKeys()).isEqualTo(100_000);
    Map<String, WindowSettings> windows = new HashMap<>();
    settings
        .rateLimits()
        .categories()
        .forEach((name, category) -> windows.put(name, category.windows().get(0)));
    assertThat(windows)
        .containsOnly(
            Map.entry("default", new WindowSettings(60, 60)),
            Map.entry("backtest", new WindowSettings(5, 60)),
            Map.entry("api_key", new WindowSettings(3, 3600)),
            Map.entry("anonymous", new WindowSettings(30, 60)),
            Map.entry("login", new WindowSettings(10, 60)),
            Map.entry("admission", new WindowSettings(100_000, 60)));
    assertThat(settings.rateLimits().categories().values())
        .allSatisfy(
            category -> {
              assertThat(category.algorithm()).isEqualTo(Algorithm.FIXED_WINDOW);
              assertThat(category.onRedisFailure()).isEqualTo(OnRedisFailure.LOCAL);
              assertThat(category.shadow()).isFalse();
            });
    assertThat(settings.redis()).isEmpty();
    assertThat(settings.adminPassword()).isEmpty();
    assertThat(settings.trustedProxies())
        .isEqualTo(new Settings.TrustedProxies(List.of(), ForwardingHeader.X_FORWARDED_FOR));
    assertThat(settings.quota()).isEqualTo(new Settings.Quota(104_857_600, 50, 107_374_182_400L));
    assertThat(settings.upload().s3()).isEmpty();
    assertThat(settings.upload().types()).containsExactlyInAnyOrder(".csv", ".json");
    assertThat(settings.upload().concurrentPerUser()).isEqualTo(4);
    assertThat(settings.upload().minimumRate()).isEqualTo(1024);
    assertThat(settings.upload().graceSeconds()).isEqualTo(10);
    assertThat(settings.upload().leaseSeconds()).isEqualTo(60);
    assertThat(settings.metricsPublic()).isFalse();
    assertThat(settings.dataDir())
        .isAbsolute()
        .endsWithRaw(java.nio.file.Path.of("tradeguard-data"));
    assertThat(settings.database().url())
        .startsWith("jdbc:h2:file:" + settings.dataDir())
        .endsWith(";WRITE_DELAY=0");
  }

  @Fault(50)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tradeguard.rate-limit.enabled | yes",
        "tradeguard.rate-limit.enabled | TRUE",
        "tradeguard.rate-limit.default.limit | 0",
        "tradeguard.rate-limit.default.limit | -1",
        "tradeguard.rate-limit.default.limit | 1000000001",
        "tradeguard.rate-limit.default.limit | 1e3",
        "tradeguard.rate-limit.default.limit | 99999999999999999999",
        "tradeguard.rate-limit.default.limit | sixty",
        "tradeguard.rate-limit.default.period | 0",
        "tradeguard.rate-limit.default.period | 31536001",
        "tradeguard.rate-limit.default.period | 1.5",
        "tradeguard.rate-limit.backtest.algorithm | leaky",
        "tradeguard.rate-limit.backtest.shadow | maybe",
        "tradeguard.rate-limit.backtest.on-redis-failure | panic",
        "tradeguard.rate-limit.backtest.windows | 5",
        "tradeguard.rate-limit.backtest.windows | 5/60/7",
        "tradeguard.rate-limit.backtest.windows | 5/0",
        "tradeguard.rate-limit.backtest.windows | 0/60",
        "tradeguard.rate-limit.backtest.windows | 5/60,6/60",
        "tradeguard.rate-limit.backtest.windows | ,",
        "tradeguard.rate-limit.backtest.windows | 1/1,1/2,1/3,1/4,1/5,1/6,1/7,1/8,1/9",
        "tradeguard.rate-limit.backtset.limit | 5",
        "tradeguard.rate-limit.backtest.limits | 5",
        "tradeguard.rate-limit.categories | Reports",
        "tradeguard.rate-limit.categories | re-ports",
        "tradeguard.rate-limit.categories | 2nd",
        "tradeguard.rate-limit.categories | memory",
        "tradeguard.rate-limit.categories | enabled",
        "tradeguard.rate-limit.categories | categories",
        "tradeguard.rate-limit.memory.keys | 0",
        "tradeguard.rate-limit.memory.keys | many",
        "tradeguard.redis.url | localhost:6379",
        "tradeguard.redis.url | http://localhost",
        "tradeguard.redis.timeout | 0",
        "tradeguard.redis.timeout | 50ms",
        "tradeguard.redis.connections | 0",
        "tradeguard.trusted-proxies | 10.0.0.0/33",
        "tradeguard.trusted-proxies | 10.0.0.0/8,proxy.example",
        "tradeguard.trusted-proxies.header | x-real-ip",
        "tradeguard.quota.user.bytes | -1",
        "tradeguard.quota.user.bytes | 100MB",
        "tradeguard.quota.user.files | -1",
        "tradeguard.quota.global.bytes | lots",
        "tradeguard.upload.store | ftp",
        "tradeguard.upload.types | csv",
        "tradeguard.upload.types | .exe",
        "tradeguard.upload.types | ,",
        "tradeguard.upload.concurrent-per-user | 0",
        "tradeguard.upload.minimum-rate | -1",
        "tradeguard.upload.grace | -1",
        "tradeguard.upload.lease | 0",
        "tradeguard.metrics.public | 1",
        "tradeguard.admin.password | short",
        "tradeguard.db.url | jdbc:mysql://localhost/x",
        "tradeguard.quotas.user.bytes | 1",
      })
  void aMistakeStopsTheStartNamingItsKey(String key, String value) {
    assertThatThrownBy(() -> read(key, value))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource({"limit", "period"})
  void windowsExcludeLimitAndPeriod(String member) {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "tradeguard.rate-limit.login.windows",
                        "5/60,100/86400",
                        "tradeguard.rate-limit.login." + member,
                        "5")))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("tradeguard.rate-limit.login.windows")
        .hasMessageContaining("tradeguard.rate-limit.login." + member);
  }

  @ParameterizedTest
  @CsvSource({
    "tradeguard.upload.s3.bucket",
    "tradeguard.upload.s3.access-key",
    "tradeguard.upload.s3.secret-key"
  })
  void anS3StoreNeedsItsBucketAndKeys(String missing) {
    Map<String, String> values = s3();
    values.remove(missing);

    assertThatThrownBy(() -> read(values))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(missing);
  }

  @ParameterizedTest
  @CsvSource({"not a uri", "ftp://s3.example", "s3.example"})
  void anS3EndpointIsAnHttpAddress(String endpoint) {
    Map<String, String> values = s3();
    values.put("tradeguard.upload.s3.endpoint", endpoint);

    assertThatThrownBy(() -> read(values))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("tradeguard.upload.s3.endpoint");
  }

  @Test
  void anS3StoreIsRead() {
    assertThat(read(s3()).upload().s3())
        .contains(
            new Settings.S3(Optional.empty(), "b", "us-east-1", "a", new Secret("hush-hush")));
  }

  private static Map<String, String> s3() {
    return new HashMap<>(
        Map.of(
            "tradeguard.upload.store", "s3",
            "tradeguard.upload.s3.bucket", "b",
            "tradeguard.upload.s3.access-key", "a",
            "tradeguard.upload.s3.secret-key", "hush-hush"));
  }

  @Test
  void aCategoryCanBeAdded() {
    Settings settings =
        read(
            Map.of(
                "tradeguard.rate-limit.categories", "reports, exports",
                "tradeguard.rate-limit.reports.windows", "5/60, 100/86400",
                "tradeguard.rate-limit.exports.algorithm", "gcra"));

    assertThat(settings.rateLimits().categories())
        .extractingByKey("reports")
        .extracting(CategorySettings::windows)
        .isEqualTo(List.of(new WindowSettings(5, 60), new WindowSettings(100, 86_400)));
    assertThat(settings.rateLimits().categories())
        .extractingByKey("exports")
        .extracting(CategorySettings::algorithm)
        .isEqualTo(Algorithm.GCRA);
  }

  @Test
  void anEmptyValueCountsAsUnset() {
    assertThat(read("tradeguard.redis.url", " ").redis()).isEmpty();
    assertThat(read("tradeguard.upload.lease", "").upload().leaseSeconds()).isEqualTo(60);
  }

  @Test
  void trustedProxiesAreNetworks() {
    Settings settings =
        read(
            Map.of(
                "tradeguard.trusted-proxies", "10.0.0.0/8, 2001:db8::/32",
                "tradeguard.trusted-proxies.header", "forwarded"));

    assertThat(settings.trustedProxies().networks())
        .containsExactly(
            Network.parse("10.0.0.0/8").orElseThrow(),
            Network.parse("2001:db8::/32").orElseThrow());
    assertThat(settings.trustedProxies().header()).isEqualTo(ForwardingHeader.FORWARDED);
  }

  @Test
  void secretsNeverShow() {
    Map<String, String> values = s3();
    values.put("tradeguard.admin.password", "a long enough secret");
    values.put("tradeguard.db.password", "the database's secret");
    values.put("tradeguard.redis.url", "redis://user:redis-secret@localhost");

    assertThat(read(values).toString())
        .doesNotContain("a long enough secret")
        .doesNotContain("the database's secret")
        .doesNotContain("redis-secret")
        .doesNotContain("hush-hush");
  }

  @Test
  void aRefusedSecretIsNotRepeated() {
    assertThatThrownBy(() -> read("tradeguard.admin.password", "hunter2"))
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> read("tradeguard.redis.url", "http://u:hunter2@localhost"))
        .hasMessageNotContaining("hunter2");
  }
}
