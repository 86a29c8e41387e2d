package io.tradeguard.store;

import io.tradeguard.database.SqlFailure;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** The id by which a file store knows its database. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class DatabaseIdentity {
  @PersistenceContext EntityManager entities;

  /** Returns the id, if the database has one yet. */
  public Optional<String> find() {
    List<?> rows =
        entities.createNativeQuery("SELECT database_id FROM store_identity").getResultList();
    return rows.stream().map(String::valueOf).findFirst();
  }

  /** Gives the database an id; of two nodes at once one fails ({@link SqlFailure#isDuplicate}). */
  public void create(String id) {
    entities
        .createNativeQuery("INSERT INTO store_identity (id, database_id) VALUES (1, ?1)")
        .setParameter(1, id)
        .executeUpdate();
  }

  /** Returns whether the database knows of any file. */
  public boolean hasFiles() {
    return !entities
        .createNativeQuery("SELECT id FROM user_files")
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }
}
