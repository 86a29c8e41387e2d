package io.tradeguard.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The user names and passwords that were found right in the last 60 seconds, so that a client that
 * sends Basic credentials with each call pays for one hash a minute. Kept as digests under a key
 * that lives and dies with this process, each beside the stored hash it was compared with: the
 * caller has the user's row in hand anyway, and once that holds another hash, on whatever node the
 * password was changed, the pair is unknown.
 */
final class VerifiedPairs {
  private static final Duration MEMORY = Duration.ofSeconds(60);
  private static final int MAX_PAIRS = 10_000;
  private static final String ALGORITHM = "HmacSHA256";

  private final Cache<String, String> storedHashes;
  private final SecretKeySpec key;

  VerifiedPairs(Ticker ticker) {
    storedHashes =
        Caffeine.newBuilder()
            .maximumSize(MAX_PAIRS)
            .expireAfterWrite(MEMORY)
            .ticker(ticker)
            .build();
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  void remember(User user, String password) {
    storedHashes.put(digest(user.id(), password), user.passwordHash());
  }

  boolean knows(User user, String password) {
    return user.passwordHash().equals(storedHashes.getIfPresent(digest(user.id(), password)));
  }

  private String digest(long userId, String password) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] pair = (userId + ":" + password).getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(mac.doFinal(pair));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + ALGORITHM, e);
    }
  }
}
