package io.tradeguard.testing;

import java.util.Map;

/** A user made for one test, and the API as that user. */
public record TestUser(long id, String username, String password, Api api) {
  /** Creates an API key and returns its secret. */
  public String newKey() {
    return api.post("api/api-keys", "{\"name\":\"test\"}").expect(201).json().get("key").asText();
  }

  /** Begins a session of the console through any way to the server; returns name and value. */
  public String cookie(Api anonymous) {
    return anonymous
        .withHeader("Sec-Fetch-Site", "same-origin")
        .post("api/session", Map.of("username", username, "password", password))
        .expect(204)
        .requiredHeader("Set-Cookie")
        .split(";", -1)[0];
  }
}
