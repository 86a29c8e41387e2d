package io.tradeguard.http.admission;

import io.tradeguard.testing.FreePort;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.Tour;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page about integrating, by its own words: the FastAPI example, nginx, a call by hand. */
@Tag("gate")
class IntegratingPageIT {
  @Test
  void everyCommandPrintsWhatItShows() throws IOException, InterruptedException {
    try (TestServer server = TestServer.builder().withDefaultsOnly().at("").start();
        Backend backend = new Backend();
        FrontProxy nginx =
            new FrontProxy(
                FrontProxy.Kind.NGINX,
                "category=default&cost=1&auth=required",
                server.base(),
                backend.base())) {
      Tour.of(
              Path.of("src/site/markdown/integrating.md"),
              "## I have a FastAPI service",
              "## What a check costs")
          .with("http://app.example.com/", nginx.guarded().toString())
          .with("8000", Integer.toString(FreePort.find()))
          // Debian's own: another on the path has none of its packages.
          .with("python3 -m", "PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -m")
          .mustAnswerAsShown(server);
    }
  }
}
