package io.tradeguard.http.transfer;

import io.tradeguard.testing.TestServer;

/** One server with little memory and little patience, started when first wanted. */
final class SmallServer {
  static final int DOWNLOADS_PER_USER = 16;

  static final int UPLOADS_PER_USER = 32;

  private SmallServer() {}

  private static final class Running {
    static final TestServer SERVER =
        TestServer.builder()
            .withGenerousLimits()
            .withHeap(256)
            .with("tradeguard.download.concurrent-per-user", DOWNLOADS_PER_USER)
            .with("tradeguard.download.grace", 10)
            .with("tradeguard.upload.concurrent-per-user", UPLOADS_PER_USER)
            .with("tradeguard.upload.minimum-rate", 0)
            .start();

    private Running() {}
  }

  static TestServer get() {
    return Running.SERVER;
  }
}
