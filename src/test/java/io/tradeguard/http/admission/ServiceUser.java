package io.tradeguard.http.admission;

import io.tradeguard.testing.Api;
import io.tradeguard.testing.TestServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A user of role service, made by the admin, and calls by a key of theirs. */
record ServiceUser(long id, Api api) {
  /** Makes one that may ask about everything. */
  static ServiceUser create(TestServer server) {
    return create(server, null);
  }

  /** Makes one that may ask about some categories. */
  static ServiceUser create(TestServer server, @Nullable List<String> categories) {
    String name = "service-" + unique();
    String password = "a password of " + name;
    Map<String, Object> user =
        new HashMap<>(Map.of("username", name, "password", password, "role", "service"));
    if (categories != null) {
      user.put("categories", categories);
    }
    long id = server.admin().post("api/admin/users", user).expect(201).json().get("id").asLong();
    Api withPassword = server.anonymous().withBasic(name, password);
    String key =
        withPassword
            .post("api/api-keys", "{\"name\":\"test\"}")
            .expect(201)
            .json()
            .get("key")
            .asText();
    return new ServiceUser(id, server.anonymous().withKey(key));
  }

  /** Returns a name that nobody else has. */
  static String unique() {
    return "s" + System.nanoTime();
  }
}
