package io.tradeguard.testing;

import io.tradeguard.database.WritersInTurn;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * A real, empty database with the migrations applied: an H2 file or PostgreSQL. Closing it drops
 * it. PostgreSQL itself starts with the first one and ends with the JVM.
 */
public final class TestDatabase implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 48;
  private static final String H2_NAME = "tradeguard";
  private static final String H2_FILE = H2_NAME + ".mv.db";

  /** PostgreSQL's own template of a database without anything in it. */
  private static final String EMPTY_POSTGRES = "template1";

  /** Which database. */
  public enum Engine {
    H2,
    POSTGRESQL
  }

  /** The one PostgreSQL of this JVM, started when it is first wanted; it syncs nothing. */
  private static final class SharedPostgres {
    static final EmbeddedPostgres SERVER = postgres(EmbeddedPostgres.builder());

    private SharedPostgres() {}
  }

  /** As {@link SharedPostgres}, but as durable as in production. */
  private static final class DurablePostgres {
    static final EmbeddedPostgres SERVER =
        postgres(
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on"));

    private DurablePostgres() {}
  }

  /** A database of the shared PostgreSQL that has the schema and no connection. */
  private static final class MigratedPostgres {
    static final String NAME = create("migrated");

    private MigratedPostgres() {}

    private static String create(String name) {
      on(SharedPostgres.SERVER, "CREATE DATABASE " + name);
      migrate(SharedPostgres.SERVER.getDatabase("postgres", name));
      return name;
    }
  }

  /** The bytes of an H2 file that has the schema. */
  private static final class MigratedH2 {
    static final byte[] FILE = file();

    private MigratedH2() {}

    private static byte[] file() {
      TestDatabase template = h2(Optional.empty()).migrated();
      Path file = template.folder.orElseThrow().resolve(H2_FILE);
      try {
        // H2 closes a file with the last connection to it.
        template.pool.dispose();
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        template.close();
      }
    }
  }

  private static EmbeddedPostgres postgres(EmbeddedPostgres.Builder builder) {
    try {
      return builder.setServerConfig("max_connections", "300").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final Engine engine;
  private final String url;
  private final String user;
  private final JdbcConnectionPool pool;
  private final Runnable drop;
  private final Optional<Path> folder;
  private final Queue<TransactionalSession> sessions = new ConcurrentLinkedQueue<>();
  private final AtomicLong lastUser = new AtomicLong(1000);

  private TestDatabase(
      Engine engine,
      String url,
      String user,
      ConnectionPoolDataSource source,
      Optional<Path> folder,
      Runnable drop) {
    this.engine = engine;
    this.folder = folder;
    this.url = url;
    this.user = user;
    this.pool = JdbcConnectionPool.create(source);
    this.pool.setMaxConnections(MAX_CONNECTIONS);
    this.drop = drop;
  }

  /** Starts an empty database with the whole schema: a copy of one that was migrated once. */
  public static TestDatabase start(Engine engine) {
    return engine == Engine.H2
        ? h2(Optional.of(MigratedH2.FILE))
        : postgresql(SharedPostgres.SERVER, MigratedPostgres.NAME);
  }

  /** Starts an empty PostgreSQL whose commits are on the disk, for benchmarks. */
  public static TestDatabase startDurable() {
    return postgresql(DurablePostgres.SERVER, EMPTY_POSTGRES);
  }

  /** Applies the migrations. */
  public TestDatabase migrated() {
    migrate(dataSource());
    return this;
  }

  private static void migrate(DataSource database) {
    Flyway.configure().dataSource(database).load().migrate();
  }

  /** Starts an empty database without any schema, as a server finds it at its first start. */
  public static TestDatabase startEmpty(Engine engine) {
    return engine == Engine.H2
        ? h2(Optional.empty())
        : postgresql(SharedPostgres.SERVER, EMPTY_POSTGRES);
  }

  /** Opens the H2 database of a folder, which stays; a new one gets the whole schema. */
  public static TestDatabase h2In(Path folder) {
    try {
      if (!Files.exists(folder.resolve(H2_FILE))) {
        Files.write(Files.createDirectories(folder).resolve(H2_FILE), MigratedH2.FILE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return h2In(folder, () -> {});
  }

  private static TestDatabase h2(Optional<byte[]> file) {
    try {
      Path folder =
          Files.createTempDirectory(Files.createDirectories(Path.of("target", "h2")), "db");
      if (file.isPresent()) {
        Files.write(folder.resolve(H2_FILE), file.get());
      }
      return h2In(folder, () -> FileTree.delete(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestDatabase h2In(Path folder, Runnable drop) {
    String url = "jdbc:h2:file:" + folder.toAbsolutePath().resolve(H2_NAME) + ";WRITE_DELAY=0";
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    source.setUser("tradeguard");
    source.setPassword("");
    return new TestDatabase(Engine.H2, url, "tradeguard", source, Optional.of(folder), drop);
  }

  private static TestDatabase postgresql(EmbeddedPostgres server, String template) {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    on(server, "CREATE DATABASE " + name + " TEMPLATE " + template);
    String url = server.getJdbcUrl("postgres", name);
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setURL(url);
    return new TestDatabase(
        Engine.POSTGRESQL,
        url,
        "postgres",
        source,
        Optional.empty(),
        () -> on(server, "DROP DATABASE " + name + " WITH (FORCE)"));
  }

  private static void on(EmbeddedPostgres server, String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public Engine engine() {
    return engine;
  }

  /** Returns the JDBC URL, for {@code tradeguard.db.url}. */
  public String url() {
    return url;
  }

  /** Returns the user, for {@code tradeguard.db.user}; the password is empty. */
  public String user() {
    return user;
  }

  /** Returns pooled connections. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * Returns a new session factory of this database, with the provider of Payara. Each is to the
   * database what another node is.
   */
  public TransactionalSession newSession() {
    TransactionalSession session =
        new TransactionalSession(engine, engine == Engine.H2 ? writingInTurn(pool) : pool);
    sessions.add(session);
    return session;
  }

  /** What the application's own data source does with H2. */
  private static DataSource writingInTurn(DataSource source) {
    return (DataSource)
        Proxy.newProxyInstance(
            TestDatabase.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(source, arguments);
              return result instanceof Connection connection
                  ? WritersInTurn.on(connection)
                  : result;
            });
  }

  /** Runs one statement on a connection of its own and returns how many rows it changed. */
  public int execute(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return statement.getUpdateCount();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Returns the one number that a query has as its answer. */
  public long number(String sql) {
    return numbers(sql).get(0);
  }

  /** Returns the numbers in the first column of a query's answer. */
  public List<Long> numbers(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<Long> numbers = new ArrayList<>();
      while (result.next()) {
        numbers.add(result.getLong(1));
      }
      return numbers;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Inserts a user and returns the id. */
  public long newUser() {
    return newUser(lastUser.incrementAndGet());
  }

  /** Inserts a user with this id and returns it. */
  public long newUser(long id) {
    execute(
        "INSERT INTO users (id, username, password_hash, role, enabled, created_at) VALUES (%d,"
                .formatted(id)
            + " 'user-%d', '', 'user', TRUE, CURRENT_TIMESTAMP)".formatted(id));
    return id;
  }

  @Override
  public void close() {
    sessions.forEach(TransactionalSession::close);
    pool.dispose();
    drop.run();
  }
}
