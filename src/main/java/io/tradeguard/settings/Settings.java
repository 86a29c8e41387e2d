package io.tradeguard.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every setting, checked: no half-valid value can exist once this record does.
 *
 * @param passwordIterations rounds of PBKDF2 in the hash of a new password; 1,000 to 10,000,000
 */
public record Settings(
    Path dataDir,
    Database database,
    Optional<Secret> adminPassword,
    int passwordIterations,
    Optional<Redis> redis,
    RateLimits rateLimits,
    TrustedProxies trustedProxies,
    Quota quota,
    Upload upload,
    Store store,
    Download download,
    boolean metricsPublic) {

  /**
   * The database.
   *
   * @param url a JDBC URL of H2 or PostgreSQL
   * @param lockTimeoutMillis the longest that a statement waits for a lock of another transaction
   */
  public record Database(String url, String user, Secret password, int lockTimeoutMillis) {}

  /**
   * The shared Redis.
   *
   * @param url {@code redis://}, {@code rediss://}, {@code redis-sentinel://} or {@code
   *     redis-cluster://}; may hold a password, so it is masked when logged
   * @param timeoutMillis the longest that a request waits for Redis
   * @param connections of this node to the server, or in a cluster to each master
   * @param prefix before the name of every key; may be empty
   * @param caFile certificates to trust in place of the JVM's own, in PEM
   * @param clientCertificate this node's certificate and key, in PEM
   */
  public record Redis(
      Secret url,
      int timeoutMillis,
      int connections,
      String prefix,
      Optional<Path> caFile,
      Optional<Path> clientCertificate) {
    /** A Redis of which the settings say no more. */
    public Redis(Secret url, int timeoutMillis, int connections) {
      this(url, timeoutMillis, connections, "", Optional.empty(), Optional.empty());
    }
  }

  /**
   * The rate limits.
   *
   * @param categories by name, the built-in ones among them
   * @param memoryKeys the most keys that are counted in memory
   */
  public record RateLimits(
      boolean enabled, Map<String, CategorySettings> categories, int memoryKeys) {
    public RateLimits {
      categories = Map.copyOf(categories);
    }

    /**
     * Returns a category that is known to be configured.
     *
     * @throws IllegalArgumentException if it is not
     */
    public CategorySettings category(String name) {
      CategorySettings known = categories.get(name);
      if (known == null) {
        throw new IllegalArgumentException("There is no rate limit " + name);
      }
      return known;
    }
  }

  /**
   * The proxies whose word on the client's address is taken.
   *
   * @param networks none by default
   */
  public record TrustedProxies(List<Network> networks, ForwardingHeader header) {
    public TrustedProxies {
      networks = List.copyOf(networks);
    }
  }

  /** The one header in which trusted proxies name the client; the other is ignored. */
  public enum ForwardingHeader {
    X_FORWARDED_FOR,
    FORWARDED
  }

  /** The upload quotas that apply where no override does. */
  public record Quota(long userBytes, int userFiles, long globalBytes) {}

  /**
   * Uploads.
   *
   * @param types the allowed file-name endings, with their dot, in lower case
   * @param minimumRate bytes a second below which an upload is ended
   * @param graceSeconds how long after its start an upload may be slower
   * @param leaseSeconds how long a reservation outlives its last sign of life
   */
  public record Upload(
      Optional<S3> s3,
      Set<String> types,
      int concurrentPerUser,
      int minimumRate,
      int graceSeconds,
      int leaseSeconds) {
    public Upload {
      types = Set.copyOf(types);
    }
  }

  /**
   * The file store.
   *
   * @param quarantine how long bytes are kept that nobody seems to own
   */
  public record Store(Duration quarantine) {}

  /**
   * Downloads, and every other answer that a client must read.
   *
   * @param concurrentPerUser downloads that a user may have under way on one node
   * @param minimumRate bytes a second below which an answer is cut off
   * @param graceSeconds how long a client may read more slowly
   */
  public record Download(int concurrentPerUser, int minimumRate, int graceSeconds) {}

  /** Where the bucket is; present if files go to S3 rather than to the data folder. */
  public record S3(
      Optional<URI> endpoint, String bucket, String region, String accessKey, Secret secretKey) {}
}
