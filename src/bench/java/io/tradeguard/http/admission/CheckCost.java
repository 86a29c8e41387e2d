package io.tradeguard.http.admission;

import io.tradeguard.http.examples.ServiceAccount;
import io.tradeguard.http.examples.UvicornApp;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What asking Tradeguard adds to a request, on one machine with a real Redis: requests one after
 * the other over one connection, through the FastAPI example and through nginx, asked and not.
 */
public final class CheckCost {
  private static final int WARM_UPS = 6_000;
  private static final int REQUESTS = 2_000;
  private static final int ROUNDS = 3;

  private CheckCost() {}

  /** Measures and prints; needs nginx and Debian's packages for Python. */
  public static void measure() {
    try {
      compareAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compareAll() throws IOException {
    try (RealRedis redis = RealRedis.start();
        TestServer server =
            TestServer.builder()
                .optimised()
                .withGenerousLimits()
                .with("tradeguard.redis.url", redis.url())
                .with("tradeguard.trusted-proxies", "127.0.0.1")
                .at("")
                .start();
        Backend backend = new Backend()) {
      ServiceAccount service = ServiceAccount.on(server);
      String key = server.newUser().newKey();
      try (UvicornApp app = new UvicornApp(server.base(), service.key(), 1, List.of("bench"));
          FrontProxy asking = nginx(server, backend, true);
          FrontProxy plain = nginx(server, backend, false)) {
        Api fastApi = app.as("bench");
        compare("FastAPI", fastApi, "quotes", fastApi, "health", backend);
        compare(
            "nginx",
            asking.anonymous().withKey(key),
            "a",
            plain.anonymous().withKey(key),
            "a",
            backend);
        questions(service, 1);
        questions(service, 10);
        questions(service, 100);
      }
    }
  }

  private static FrontProxy nginx(TestServer server, Backend backend, boolean asking)
      throws IOException {
    return new FrontProxy(
        FrontProxy.Kind.NGINX,
        "category=default&auth=required",
        server.base(),
        backend.base(),
        file -> asking ? file : file.replace("auth_request /tradeguard-admission;", ""));
  }

  private static void compare(
      String name, Api asked, String path, Api free, String freePath, Backend backend) {
    time(asked, path, WARM_UPS);
    time(free, freePath, WARM_UPS);
    for (int round = 0; round < ROUNDS; round++) {
      print(name + ", asked", time(asked, path, REQUESTS));
      print(name + ", not asked", time(free, freePath, REQUESTS));
      backend.seen();
    }
  }

  private static long[] time(Api api, String path, int requests) {
    long[] nanos = new long[requests];
    for (int i = 0; i < requests; i++) {
      long start = System.nanoTime();
      api.get(path).expect(200);
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  private static void questions(ServiceAccount service, int checks) {
    Map<String, Object> check =
        Map.of("subject", Map.of("type", "account", "id", "bench"), "category", "default");
    Map<String, Object> call = Map.of("checks", Collections.nCopies(checks, check));
    for (int round = 0; round <= ROUNDS; round++) {
      long[] nanos = new long[REQUESTS / 2];
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        service.api().post("api/admissions", call).expect(200);
        nanos[i] = System.nanoTime() - start;
      }
      if (round > 0) {
        print("one call of " + checks, nanos);
      }
    }
  }

  private static void print(String name, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%-20s median %6.2f ms, 99 of 100 within %6.2f ms%n",
        name, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
  }
}
