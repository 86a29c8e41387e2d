package io.tradeguard.http.examples;

import io.tradeguard.testing.Api;
import io.tradeguard.testing.TestServer;
import java.util.List;
import java.util.Map;

/** An account of role {@code service}, as which an example asks. */
public record ServiceAccount(Api api, String key) {
  /** Creates one with a key. */
  public static ServiceAccount on(TestServer server) {
    String name = "service-" + System.nanoTime();
    String password = "a password of " + name;
    server
        .admin()
        .post("api/admin/users", Map.of("username", name, "password", password, "role", "service"))
        .expect(201);
    String key =
        server
            .anonymous()
            .withBasic(name, password)
            .post("api/api-keys", "{\"name\":\"test\"}")
            .expect(201)
            .json()
            .get("key")
            .asText();
    return new ServiceAccount(server.anonymous().withKey(key), key);
  }

  /** Returns how many requests of an account would still pass, and counts none. */
  int remaining(String account, String category) {
    Map<String, Object> check =
        Map.of(
            "subject",
            Map.of("type", "account", "id", account),
            "category",
            category,
            "mode",
            "check");
    return api.post("api/admissions", Map.of("checks", List.of(check)))
        .expect(200)
        .json()
        .at("/decisions/0/remaining")
        .asInt();
  }
}
