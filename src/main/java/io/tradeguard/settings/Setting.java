package io.tradeguard.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The settings with a fixed name. Those of a rate-limit category are {@code
 * tradeguard.rate-limit.<category>.<member>} and stand in {@link CategoryMember}.
 */
public enum Setting {
  DATA_DIR("tradeguard.data.dir", "./tradeguard-data"),
  DB_URL("tradeguard.db.url", null),
  DB_USER("tradeguard.db.user", "tradeguard"),
  DB_PASSWORD("tradeguard.db.password", null),
  DB_LOCK_TIMEOUT("tradeguard.db.lock-timeout", "2000"),
  ADMIN_PASSWORD("tradeguard.admin.password", null),
  PASSWORD_ITERATIONS("tradeguard.password.iterations", "600000"),
  REDIS_URL("tradeguard.redis.url", null),
  REDIS_TIMEOUT("tradeguard.redis.timeout", "50"),
  REDIS_CONNECTIONS("tradeguard.redis.connections", "2"),
  REDIS_PREFIX("tradeguard.redis.prefix", null),
  REDIS_CA_FILE("tradeguard.redis.ca-file", null),
  REDIS_CLIENT_CERT("tradeguard.redis.client-cert", null),
  RATE_LIMIT_ENABLED("tradeguard.rate-limit.enabled", "true"),
  RATE_LIMIT_CATEGORIES("tradeguard.rate-limit.categories", null),
  RATE_LIMIT_MEMORY_KEYS("tradeguard.rate-limit.memory.keys", "100000"),
  TRUSTED_PROXIES("tradeguard.trusted-proxies", null),
  TRUSTED_PROXIES_HEADER("tradeguard.trusted-proxies.header", "x-forwarded-for"),
  QUOTA_USER_BYTES("tradeguard.quota.user.bytes", "104857600"),
  QUOTA_USER_FILES("tradeguard.quota.user.files", "50"),
  QUOTA_GLOBAL_BYTES("tradeguard.quota.global.bytes", "107374182400"),
  UPLOAD_STORE("tradeguard.upload.store", "local"),
  UPLOAD_S3_ENDPOINT("tradeguard.upload.s3.endpoint", null),
  UPLOAD_S3_BUCKET("tradeguard.upload.s3.bucket", null),
  UPLOAD_S3_REGION("tradeguard.upload.s3.region", "us-east-1"),
  UPLOAD_S3_ACCESS_KEY("tradeguard.upload.s3.access-key", null),
  UPLOAD_S3_SECRET_KEY("tradeguard.upload.s3.secret-key", null),
  STORE_QUARANTINE_HOURS("tradeguard.store.quarantine-hours", "24"),
  UPLOAD_TYPES("tradeguard.upload.types", ".csv,.json"),
  UPLOAD_CONCURRENT_PER_USER("tradeguard.upload.concurrent-per-user", "4"),
  UPLOAD_MINIMUM_RATE("tradeguard.upload.minimum-rate", "1024"),
  UPLOAD_GRACE("tradeguard.upload.grace", "10"),
  UPLOAD_LEASE("tradeguard.upload.lease", "60"),
  DOWNLOAD_CONCURRENT_PER_USER("tradeguard.download.concurrent-per-user", "4"),
  DOWNLOAD_MINIMUM_RATE("tradeguard.download.minimum-rate", "1024"),
  DOWNLOAD_GRACE("tradeguard.download.grace", "20"),
  METRICS_PUBLIC("tradeguard.metrics.public", "false");

  private final String key;
  private final @Nullable String defaultValue;

  Setting(String key, @Nullable String defaultValue) {
    this.key = key;
    this.defaultValue = defaultValue;
  }

  /** Returns the name by which MicroProfile Config knows this setting. */
  public String key() {
    return key;
  }

  /** Returns the default in its textual form, or null where there is none. */
  public @Nullable String defaultValue() {
    return defaultValue;
  }

  /** Returns the environment variable of a key, by MicroProfile Config's mapping rule. */
  static String environmentName(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
