package io.tradeguard.account;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a browser says a request comes from. Pages cannot forge these headers.
 *
 * @param fetchSite the Sec-Fetch-Site header, which goes first where it is sent
 * @param origin the Origin header
 * @param host the Host header
 */
record SameOrigin(@Nullable String fetchSite, @Nullable String origin, @Nullable String host) {

  static SameOrigin of(MultivaluedMap<String, String> headers) {
    return new SameOrigin(
        headers.getFirst("Sec-Fetch-Site"),
        headers.getFirst("Origin"),
        headers.getFirst(HttpHeaders.HOST));
  }

  /** Whether the request comes from a page of ours for sure. */
  boolean isProven() {
    return fetchSite == null ? originIsOurs() : fetchSite.equals("same-origin");
  }

  /** Whether the request comes from a page of somebody else's for sure. */
  boolean isForeign() {
    return (fetchSite != null || origin != null) && !isProven();
  }

  /** Whether the browser speaks HTTPS with us, if only as far as a proxy. */
  boolean isHttps() {
    return originIsOurs() && origin != null && origin.startsWith("https://");
  }

  /** The scheme is not compared: behind a proxy that ends TLS the server does not know it. */
  private boolean originIsOurs() {
    if (origin == null || host == null) {
      return false;
    }
    try {
      URI uri = new URI(origin);
      Optional<String> authority = Optional.ofNullable(uri.getAuthority());
      String ours = host.strip().toLowerCase(Locale.ROOT);
      String defaultPort = "https".equals(uri.getScheme()) ? ":443" : ":80";
      return authority
          .map(theirs -> theirs.toLowerCase(Locale.ROOT))
          .filter(theirs -> theirs.equals(ours) || (theirs + defaultPort).equals(ours))
          .isPresent();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
