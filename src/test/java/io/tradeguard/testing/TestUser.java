package io.tradeguard.testing;

/** A user made for one test, and the API as that user. */
public record TestUser(long id, String username, String password, Api api) {
  /** Creates an API key and returns its secret. */
  public String newKey() {
    return api.post("api/api-keys", "{\"name\":\"test\"}").expect(201).json().get("key").asText();
  }
}
