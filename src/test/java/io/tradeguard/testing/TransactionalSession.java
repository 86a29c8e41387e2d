package io.tradeguard.testing;

import io.tradeguard.database.NewTransaction;
import io.tradeguard.database.Transactions;
import io.tradeguard.testing.TestDatabase.Engine;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The persistence of one node without a container: real JPA with the real mapping, its transactions
 * begun and ended here. The entity manager behaves as an injected one: it belongs to the thread's
 * transaction, and outside of one each call gets its own.
 */
@SuppressWarnings(
    "ThreadLocalUsage") // A thread's transaction belongs to one session among several.
public final class TransactionalSession implements AutoCloseable {
  private final SessionFactory factory;
  private final ThreadLocal<@Nullable EntityManager> current = new ThreadLocal<>();
  private final EntityManager shared =
      (EntityManager)
          Proxy.newProxyInstance(
              TransactionalSession.class.getClassLoader(),
              new Class<?>[] {EntityManager.class},
              (proxy, method, arguments) -> {
                EntityManager target = current.get();
                try {
                  return method.invoke(target == null ? outside() : target, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getTargetException();
                }
              });
  private final Queue<EntityManager> idles = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<EntityManager> idle = ThreadLocal.withInitial(this::newIdle);

  TransactionalSession(Engine engine, DataSource database) {
    factory = SessionFactory.on(engine, database);
  }

  /** Outside a transaction a query outlives the call that made it, so the manager must too. */
  private EntityManager outside() {
    EntityManager manager = idle.get();
    manager.clear();
    return manager;
  }

  private EntityManager newIdle() {
    EntityManager manager = factory.newManager();
    idles.add(manager);
    return manager;
  }

  /** Returns the entity manager to inject into what is under test. */
  public EntityManager entities() {
    return shared;
  }

  /** Runs work in a new transaction, rolled back if it throws. */
  public <T> T inTransaction(Supplier<T> work) {
    EntityManager outer = current.get();
    try (EntityManager inner = factory.newManager()) {
      current.set(inner);
      inner.getTransaction().begin();
      try {
        T result = work.get();
        inner.getTransaction().commit();
        return result;
      } finally {
        if (inner.getTransaction().isActive()) {
          inner.getTransaction().rollback();
        }
      }
    } finally {
      current.set(outer);
    }
  }

  /** Runs work in a new transaction, rolled back if it throws. */
  public void inTransaction(Runnable work) {
    inTransaction(
        () -> {
          work.run();
          return true;
        });
  }

  /** Returns the application's own retrying transactions, made by this session. */
  public Transactions transactions() {
    return new Transactions(
        new NewTransaction() {
          @Override
          public <T> T run(Supplier<T> work) {
            return inTransaction(work);
          }
        });
  }

  @Override
  public void close() {
    idles.forEach(EntityManager::close);
    factory.close();
  }
}
