package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.settings.Secret;
import io.tradeguard.settings.Settings;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.FaultyProxy;
import io.tradeguard.testing.FaultyProxy.Fault;
import io.tradeguard.testing.FreePort;
import io.tradeguard.testing.OwnCertificate;
import io.tradeguard.testing.RealRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis behind TLS, and what is said of one without it. */
class RedisTlsTest {
  private static final LimitKey KEY = LimitKey.user(123, "backtest");
  private static final LimitPolicy TEN = LimitPolicy.fixedWindow(10, 600);
  private static final int TIMEOUT_MILLIS = 1_000;

  @TempDir Path folder;

  private final List<SourceChanged> changes = new CopyOnWriteArrayList<>();
  private final SSLContext usual = usual();
  private final int tlsPort = FreePort.find();
  private OwnCertificate certificate;
  private RealRedis redis;

  private static SSLContext usual() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() {
    certificate = new OwnCertificate(folder);
    redis =
        RealRedis.start(
            "--tls-port",
            Integer.toString(tlsPort),
            "--tls-cert-file",
            certificate.certificate().toString(),
            "--tls-key-file",
            certificate.key().toString(),
            "--tls-ca-cert-file",
            certificate.certificate().toString(),
            "--tls-auth-clients",
            "no");
  }

  @AfterEach
  void stop() {
    SSLContext.setDefault(usual);
    redis.close();
  }

  private static String url(int port) {
    return "rediss://127.0.0.1:" + port;
  }

  private RedisRateLimiter limiter(int port) {
    return Limiters.on(url(port), TIMEOUT_MILLIS, changes::add);
  }

  @Test
  void aRedisWhoseCertificateIsTrustedDecides() {
    SSLContext.setDefault(certificate.trusting());
    try (RedisRateLimiter limiter = limiter(tlsPort)) {
      assertThat(limiter.decide(KEY, TEN, 3).source()).isEqualTo(Source.REDIS);
      assertThat(redis.get(KEY.text())).isEqualTo("3");
    }
  }

  @Test
  void behindTlsTooTheWholeReplyMustArriveInTime() {
    SSLContext.setDefault(certificate.trusting());
    try (FaultyProxy proxy = new FaultyProxy(tlsPort);
        RedisRateLimiter limiter = limiter(proxy.port())) {
      limiter.decide(KEY, TEN, 1);
      proxy.fail(Fault.DRIP);

      long start = System.nanoTime();
      Decision decision = limiter.decide(KEY, TEN, 1);

      // No byte is late, but all together would take several seconds.
      assertThat(Duration.ofNanos(System.nanoTime() - start).toMillis())
          .isLessThan(TIMEOUT_MILLIS + 500);
      assertThat(decision.source()).isEqualTo(Source.LOCAL);
      proxy.fail(Fault.NONE);
      Eventually.within(
          Duration.ofSeconds(15), () -> assertThat(redis.get(KEY.text())).isEqualTo("2"));
    }
  }

  @Test
  void aCertificateThatIsNotTrustedIsNamedAsTheReason() {
    try (RedisRateLimiter limiter = limiter(tlsPort)) {
      assertThat(limiter.decide(KEY, TEN, 1).source()).isEqualTo(Source.LOCAL);
      assertThat(changes.get(0).reason())
          .startsWith("No TLS with 127.0.0.1:" + tlsPort)
          .contains("PKIX path building failed");
    }
  }

  @Test
  void aRedisWithoutTlsIsNamedAsTheReason() {
    try (RedisRateLimiter limiter = limiter(redis.port())) {
      assertThat(limiter.decide(KEY, TEN, 1).source()).isEqualTo(Source.LOCAL);
      assertThat(changes.get(0).reason())
          .startsWith("No TLS with 127.0.0.1:" + redis.port())
          .endsWith("(without TLS its URL begins with redis, not rediss)");
    }
  }

  /** Nothing of the JVM's own is changed: what the settings name is enough. */
  @Test
  void theAuthorityAndTheNodesOwnCertificateAreReadFromFiles() throws Exception {
    redis.with(j -> j.configSet("tls-auth-clients", "yes"));
    Path identity = folder.resolve("node.pem");
    Files.writeString(
        identity,
        Files.readString(certificate.key()) + Files.readString(certificate.certificate()));

    try (RedisRateLimiter shown = limiter(Optional.of(identity));
        RedisRateLimiter anonymous = limiter(Optional.empty())) {
      assertThat(shown.decide(KEY, TEN, 3).source()).isEqualTo(Source.REDIS);
      assertThat(anonymous.decide(KEY, TEN, 3).source()).isEqualTo(Source.LOCAL);
    }
  }

  private RedisRateLimiter limiter(Optional<Path> identity) {
    return new RedisRateLimiter(
        new Settings.Redis(
            new Secret(url(tlsPort)),
            TIMEOUT_MILLIS,
            2,
            "",
            Optional.of(certificate.certificate()),
            identity),
        100,
        Clock.systemUTC(),
        changes::add);
  }

  @Test
  void aFileWithoutAKeyIsAMistakeThatShowsNothingOfIt() {
    assertThatThrownBy(() -> limiter(Optional.of(certificate.certificate())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds no key");
  }
}
