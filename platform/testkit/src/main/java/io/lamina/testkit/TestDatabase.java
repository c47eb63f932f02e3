package io.lamina.testkit;

import com.zaxxer.hikari.HikariDataSource;
import io.lamina.persistence.Migrations;
import io.lamina.persistence.migration.FlywayMigrations;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.apache.aries.jpa.template.JpaTemplate;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.jpa.PersistenceProvider;

/**
 * A capability's store on a real, empty database of its own: its migrations run, its persistence
 * unit up, as in the container but in plain Java.
 *
 * <p>EclipseLink takes a sequence's value as the last of its block: a script's {@code start with}
 * has to be the allocationSize, as {@code increment by} is.
 *
 * <pre>{@code
 * static Stream<TestDatabase> databases() {
 *   return TestDatabase.all(JpaMasks.class, "masks");
 * }
 *
 * @ParameterizedTest
 * @MethodSource("databases")   // JUnit closes each
 * void keepsAMask(TestDatabase database) {
 *   JpaMasks masks = new JpaMasks(database.jpa(), new Schema(database.migrations()));
 * }
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {
  /** Kept, or its level would be collected with it. Flyway throws what is wrong. */
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  static {
    FLYWAY.setLevel(Level.SEVERE);
  }

  private final DatabaseServer server;
  private final Class<?> owner;
  private final String capability;
  private HikariDataSource pool;
  private EntityManagerFactory factory;
  private JpaTemplate jpa;

  private TestDatabase(DatabaseServer server, Class<?> owner, String capability) {
    this.server = server;
    this.owner = owner;
    this.capability = capability;
    try {
      open();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * H2 in memory; the quick one.
   *
   * @param owner a class of the module that carries {@code db/<capability>/} and the persistence
   *     unit
   * @param capability also the name of the persistence unit
   */
  public static TestDatabase h2(Class<?> owner, String capability) {
    return new TestDatabase(DatabaseServer.h2InMemory(), owner, capability);
  }

  /** H2 in a file, as in production. */
  public static TestDatabase h2File(Class<?> owner, String capability) {
    return new TestDatabase(DatabaseServer.h2File(), owner, capability);
  }

  /** A database on a real PostgreSQL server, started once per JVM (about 2 s the first time). */
  public static TestDatabase postgres(Class<?> owner, String capability) {
    return new TestDatabase(DatabaseServer.postgres(), owner, capability);
  }

  /** H2, then PostgreSQL, each made when its turn comes: for {@code @MethodSource}. */
  public static Stream<TestDatabase> all(Class<?> owner, String capability) {
    return Stream.<Supplier<TestDatabase>>of(
            () -> h2(owner, capability), () -> postgres(owner, capability))
        .map(Supplier::get);
  }

  /** Transactions on the capability's persistence unit, with the rules of Aries' template. */
  public JpaTemplate jpa() {
    return jpa;
  }

  public DataSource dataSource() {
    return pool;
  }

  /** The platform's own, over this database: what a capability's Schema component asks for. */
  public Migrations migrations() {
    return new FlywayMigrations(pool);
  }

  /**
   * Ends the persistence unit and every connection and opens them again over the same data, as a
   * restart does: caches are gone, commits are there. Objects made over {@link #jpa} before are
   * dead.
   */
  public void reopen() {
    shut();
    open();
  }

  /** Removes the database. */
  @Override
  public void close() {
    shut();
    server.drop();
  }

  /** The product's name, as a test run shows it. */
  @Override
  public String toString() {
    return server.toString();
  }

  private void open() {
    pool = server.connect();
    requireScripts();
    migrations().migrate(owner, capability);
    factory =
        new PersistenceProvider()
            .createEntityManagerFactory(
                capability,
                Map.of(
                    PersistenceUnitProperties.NON_JTA_DATASOURCE,
                    pool,
                    PersistenceUnitProperties.CLASSLOADER,
                    owner.getClassLoader(),
                    // EclipseLink shares one session, with its cache, by this name
                    PersistenceUnitProperties.SESSION_NAME,
                    capability + "-" + UUID.randomUUID(),
                    PersistenceUnitProperties.LOGGING_LEVEL,
                    "SEVERE"));
    if (factory == null) {
      throw new IllegalStateException(
          "No persistence unit '" + capability + "' in META-INF/persistence.xml");
    }
    jpa = new PlainJpaTemplate(factory);
  }

  private void shut() {
    if (factory != null) {
      factory.close();
    }
    pool.close();
  }

  private void requireScripts() {
    if (owner.getClassLoader().getResource("db/" + capability) == null) {
      throw new IllegalStateException("No scripts db/" + capability + " beside " + owner.getName());
    }
  }
}
