package io.tradeguard.account;

import io.tradeguard.settings.Settings;
import io.tradeguard.web.ProblemException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.io.IOException;

/**
 * Makes sure that there is an {@code admin} to log in as. Of nodes that start at once on an empty
 * database one creates the user; the others find it created. A generated password is written to its
 * file before the transaction ends, so there is never an admin whose password nobody has.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionManagement(TransactionManagementType.BEAN)
public class AdminBootstrap {
  private static final System.Logger LOG = System.getLogger(AdminBootstrap.class.getName());
  private static final Username ADMIN = new Username("admin");

  @Inject Settings settings;
  @Inject Users users;
  @Resource UserTransaction transaction;

  @PostConstruct
  void ensureAdmin() {
    if (users.find(ADMIN).isPresent()) {
      return;
    }
    try {
      transaction.begin();
      boolean done = false;
      try {
        create();
        done = true;
      } finally {
        if (!done) {
          transaction.rollback();
        }
      }
      transaction.commit();
    } catch (ProblemException e) {
      LOG.log(System.Logger.Level.INFO, "Another node has just created the user admin.");
    } catch (NotSupportedException
        | SystemException
        | RollbackException
        | HeuristicMixedException
        | HeuristicRollbackException
        | IOException e) {
      throw new IllegalStateException("The user admin cannot be created", e);
    }
  }

  private void create() throws IOException {
    var configured = settings.adminPassword();
    if (configured.isPresent()) {
      users.create(ADMIN, new NewPassword(configured.get().value()), Role.ADMIN);
      LOG.log(
          System.Logger.Level.INFO,
          "Created the user admin with the password of tradeguard.admin.password.");
      return;
    }
    String password = Tokens.random();
    users.create(ADMIN, new NewPassword(password), Role.ADMIN);
    LOG.log(
        System.Logger.Level.INFO,
        "Created the user admin; its password is in {0}",
        SecretFile.write(settings.dataDir().resolve("admin-password"), password));
  }
}
