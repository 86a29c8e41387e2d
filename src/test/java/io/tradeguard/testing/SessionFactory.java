package io.tradeguard.testing;

import io.tradeguard.testing.TestDatabase.Engine;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.eclipse.persistence.sessions.DatabaseSession;
import org.jspecify.annotations.Nullable;

/**
 * The provider of Payara with our mapping, on one database at a time. It is dear to make, and keeps
 * nothing of a database but numbers taken from its sequences: one that a test is done with drops
 * these and serves the next on the same engine.
 */
final class SessionFactory implements AutoCloseable {
  private static final Map<Engine, Queue<SessionFactory>> IDLE = new ConcurrentHashMap<>();

  private final Engine engine;
  private final AtomicReference<@Nullable DataSource> database = new AtomicReference<>();
  private final EntityManagerFactory factory;

  private SessionFactory(Engine engine) {
    this.engine = engine;
    this.factory =
        Persistence.createEntityManagerFactory(
            "tradeguard",
            Map.of(
                "jakarta.persistence.transactionType",
                "RESOURCE_LOCAL",
                "jakarta.persistence.nonJtaDataSource",
                currentDatabase(),
                "jakarta.persistence.jtaDataSource",
                "",
                "eclipselink.logging.level",
                "SEVERE"));
  }

  /** Returns one that nobody else uses, on this database. */
  static SessionFactory on(Engine engine, DataSource database) {
    SessionFactory idle = idle(engine).poll();
    SessionFactory used = idle == null ? new SessionFactory(engine) : idle;
    used.database.set(database);
    return used;
  }

  private static Queue<SessionFactory> idle(Engine engine) {
    return IDLE.computeIfAbsent(engine, first -> new ConcurrentLinkedQueue<>());
  }

  private DataSource currentDatabase() {
    return (DataSource)
        Proxy.newProxyInstance(
            SessionFactory.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(
                    Objects.requireNonNull(database.get(), "This session is closed"), arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  EntityManager newManager() {
    return factory.createEntityManager();
  }

  /** Leaves it to the next; all its entity managers must be closed. */
  @Override
  public void close() {
    factory.unwrap(DatabaseSession.class).getSequencingControl().initializePreallocated();
    database.set(null);
    idle(engine).add(this);
  }
}
