package io.tradeguard.account;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** What users change about their own account, each change with its entry on the audit trail. */
@Stateless
public class OwnAccount {
  @Inject Users users;
  @Inject ApiKeys keys;
  @Inject AuditTrail trail;

  /** Changes the caller's password; see {@link Users#setPassword}. */
  public void changePassword(Caller caller, String passwordHash, String keptTokenHash) {
    users.setPassword(caller.userId(), passwordHash, keptTokenHash);
    record(caller, "password.change", "user " + caller.username());
  }

  /** Makes a key for the caller; see {@link ApiKeys#create}. */
  public ApiKeys.Created createKey(Caller caller, String name) {
    ApiKeys.Created created = keys.create(caller.userId(), name);
    record(caller, "api-key.create", "key " + created.key().prefix());
    return created;
  }

  /** Deletes a key of the caller; see {@link ApiKeys#delete}. */
  public void deleteKey(Caller caller, long keyId) {
    ApiKey deleted = keys.delete(caller.userId(), keyId);
    record(caller, "api-key.delete", "key " + deleted.prefix());
  }

  private void record(Caller caller, String action, String target) {
    trail.record(caller.userId(), caller.username(), action, target, "from " + caller.address());
  }
}
