package io.tradeguard.browser;

import io.tradeguard.testing.Api;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Enough of everything that no view is empty: the views by address, and what to do on arrival. */
final class Showcase {
  /** A backtest in every colour scheme on every device. */
  private static final Map<String, Integer> ENOUGH = Map.of("limit", 1000, "period", 3600);

  private static final Showcase ONE = new Showcase(ConsoleServer.get());

  private final TestUser trader;
  private final long file;

  private Showcase(TestServer server) {
    byte[] bars = ConsoleServer.aapl().getBytes(StandardCharsets.UTF_8);
    trader = server.newUser("ann");
    server.newUser("bob");
    server.newUser("<b>carol</b>");
    server
        .admin()
        .patch(
            "api/admin/users/" + trader.id(),
            Map.of(
                "rate_limits",
                Map.of("default", Map.of("limit", 120, "period", 60)),
                "quota_files",
                80));
    Api admin = server.admin();
    long self = admin.get("api/me").expect(200).json().get("id").asLong();
    admin
        .patch("api/admin/users/" + self, Map.of("rate_limits", Map.of("backtest", ENOUGH)))
        .expect(200);
    long latest = 0;
    for (String name :
        List.of("aapl_daily_2013.csv", "aapl_copy.csv", "<img src=x onerror=alert(1)>.csv")) {
      latest = admin.upload(name, bars).expect(201).json().get("id").asLong();
      trader.api().upload(name, bars).expect(201);
    }
    file = latest;
    admin.post("api/api-keys", Map.of("name", "notebook"));
    for (int call = 0; call < 40; call++) {
      trader.api().get("api/usage");
      server.anonymous().get("api/rate-limits");
    }
    traffic();
  }

  static Showcase get() {
    return ONE;
  }

  /** Makes the trader run into the limit of backtests again. */
  void traffic() {
    Map<String, Object> unknownFile =
        Map.of(
            "file_id", 1_000_000,
            "strategy", Map.of("type", "sma_crossover", "fast", 10, "slow", 30),
            "initial_cash", 10_000);
    for (int run = 0; run < ConsoleServer.BACKTESTS + 4; run++) {
      trader.api().post("api/backtests", unknownFile);
    }
  }

  /** Returns the views of an administrator: a name for each, by its address. */
  Map<String, String> views() {
    Map<String, String> views = new LinkedHashMap<>();
    views.put("files", "files");
    views.put("files/" + file, "backtest");
    views.put("limits", "limits");
    views.put("account", "account");
    views.put("admin/overview", "overview");
    views.put("admin/users", "users");
    views.put("admin/users/" + trader.id(), "user");
    views.put("admin/keys", "keys");
    views.put("admin/explain?user_id=" + trader.id() + "&category=backtest", "explain");
    views.put("admin/simulate", "simulate");
    views.put("admin/audit", "audit");
    return views;
  }

  /** Waits until a view shows its data, and asks it what it is there to be asked. */
  void settle(Browser browser, String name) {
    switch (name) {
      case "backtest" -> {
        browser.press("Run backtest");
        browser.await(".curve canvas, .notice");
      }
      case "overview" -> {
        browser.read("Live from node ");
        browser.await(".charts canvas");
        browser.await(".figures");
      }
      case "simulate" -> {
        browser.type("Requests", "2");
        browser.press("Simulate");
        browser.await(".figures");
      }
      case "explain" -> browser.await(".verdict");
      case "user" -> browser.await(".quota");
      case "limits" -> browser.await(".limit");
      default -> browser.await("table");
    }
    browser.awaitNone(".loading");
  }
}
