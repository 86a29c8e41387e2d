package io.tradeguard.http.admission;

import io.tradeguard.testing.TestServer;

/**
 * The server that all tests of proxies share: it takes a proxy's word on the client's address, and
 * no window of {@code backtest} or {@code anonymous} ends while it is looked at.
 */
final class ProxiedServer {
  private static final class Shared {
    static final TestServer SERVER =
        TestServer.sharedSettings()
            .at("")
            .with("tradeguard.trusted-proxies", "127.0.0.1")
            .with("tradeguard.rate-limit.backtest.period", 86_400)
            .with("tradeguard.rate-limit.anonymous.period", 86_400)
            .with("tradeguard.quota.user.bytes", 64 << 20)
            .with("tradeguard.quota.global.bytes", 1L << 30)
            .start();

    private Shared() {}
  }

  private ProxiedServer() {}

  /** Returns it, started; it ends with the test JVM. */
  static TestServer get() {
    return Shared.SERVER;
  }

  /** Returns what an address has left as a stranger. */
  static int remaining(String address) {
    return get()
        .admin()
        .get("api/admin/explain?category=anonymous&ip=" + address)
        .expect(200)
        .json()
        .at("/remaining")
        .asInt();
  }
}
