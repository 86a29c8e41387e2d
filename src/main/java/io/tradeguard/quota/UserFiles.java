package io.tradeguard.quota;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All stored files. Nothing is added or removed here: that is the ledger's, which charges it. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class UserFiles {
  @PersistenceContext EntityManager entities;

  /** Returns a user's file, unless it is hidden. */
  public Optional<UserFile> find(long userId, long fileId) {
    return entities
        .createQuery(
            "SELECT f FROM UserFile f WHERE f.id = :id AND f.userId = :user AND f.state = :state",
            UserFile.class)
        .setParameter("id", fileId)
        .setParameter("user", userId)
        .setParameter("state", FileState.STORED)
        .getResultStream()
        .findFirst();
  }

  /**
   * Returns a page of a user's files, newest first.
   *
   * @param page from 1
   */
  public List<UserFile> page(long userId, int page, int size) {
    return entities
        .createQuery(
            "SELECT f FROM UserFile f WHERE f.userId = :user AND f.state = :state"
                + " ORDER BY f.createdAt DESC, f.id DESC",
            UserFile.class)
        .setParameter("user", userId)
        .setParameter("state", FileState.STORED)
        .setFirstResult(Math.multiplyExact(page - 1, size))
        .setMaxResults(size)
        .getResultList();
  }

  /** Returns how many files a user has. */
  public long count(long userId) {
    return entities
        .createQuery(
            "SELECT COUNT(f) FROM UserFile f WHERE f.userId = :user AND f.state = :state",
            Long.class)
        .setParameter("user", userId)
        .setParameter("state", FileState.STORED)
        .getSingleResult();
  }

  /**
   * Returns files whose deletion has begun but not ended, such as a crash leaves, in the order of
   * their ids, from the one after {@code afterId}.
   */
  public List<UserFile> hidden(long afterId, int max) {
    return entities
        .createQuery(
            "SELECT f FROM UserFile f WHERE f.state = :state AND f.id > :after ORDER BY f.id",
            UserFile.class)
        .setParameter("after", afterId)
        .setParameter("state", FileState.HIDDEN)
        .setMaxResults(max)
        .getResultList();
  }

  /**
   * Returns files in the order of their ids, from the one after {@code afterId}; for walking
   * through all.
   */
  public List<UserFile> after(long afterId, int max) {
    return entities
        .createQuery("SELECT f FROM UserFile f WHERE f.id > :after ORDER BY f.id", UserFile.class)
        .setParameter("after", afterId)
        .setMaxResults(max)
        .getResultList();
  }

  /** Returns which of these paths belong to a file, hidden ones among them. */
  public Set<String> knownPaths(Collection<String> paths) {
    if (paths.isEmpty()) {
      return Set.of();
    }
    return Set.copyOf(
        entities
            .createQuery(
                "SELECT f.filePath FROM UserFile f WHERE f.filePath IN :paths", String.class)
            .setParameter("paths", paths)
            .getResultList());
  }
}
