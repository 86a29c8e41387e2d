package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {

  @ParameterizedTest
  @CsvSource({
    "same-origin, , example.org, true, false",
    "same-origin, https://evil.example, example.org, true, false",
    "same-site, , example.org, false, true",
    "cross-site, https://example.org, example.org, false, true",
    "none, , example.org, false, true",
    ", https://example.org, example.org, true, false",
    ", http://EXAMPLE.org, example.ORG, true, false",
    ", http://example.org:8080, example.org:8080, true, false",
    ", http://example.org, example.org:80, true, false",
    ", https://example.org, example.org:443, true, false",
    ", http://example.org, example.org:443, false, true",
    ", http://[::1]:8080, [::1]:8080, true, false",
    ", http://example.org:8081, example.org:8080, false, true",
    ", https://evil.example, example.org, false, true",
    ", https://example.org.evil.example, example.org, false, true",
    ", https://user@example.org, example.org, false, true",
    ", null, example.org, false, true",
    ", not a uri, example.org, false, true",
    ", https://example.org, , false, true",
    ", , example.org, false, false",
  })
  void aRequestIsProvenOursOrForeignOrNeither(
      @Nullable String fetchSite,
      @Nullable String origin,
      @Nullable String host,
      boolean ours,
      boolean foreign) {
    SameOrigin browser = new SameOrigin(fetchSite, origin, host);

    assertThat(browser.isProven()).isEqualTo(ours);
    assertThat(browser.isForeign()).isEqualTo(foreign);
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org, true",
    "http://example.org, false",
    "https://evil.example, false",
    ", false",
  })
  void aBrowserThatSpeaksHttpsSaysSoInItsOrigin(@Nullable String origin, boolean https) {
    assertThat(new SameOrigin(null, origin, "example.org").isHttps()).isEqualTo(https);
  }
}
