package io.lamina.persistence.migration;

import io.lamina.persistence.Migrations;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrations by Flyway, which this bundle embeds: as a plain bundle it does not run. One capability
 * after the other: two that alter tables at once wait for each other in H2 until one gives up.
 */
@Component
public final class FlywayMigrations implements Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(FlywayMigrations.class);

  private final DataSource database;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  @Activate
  public FlywayMigrations(
      @Reference(target = "(osgi.jndi.service.name=platform)") DataSource database) {
    this.database = database;
  }

  @Override
  public void migrate(Class<?> owner, String capability) {
    oneAtATime.lock();
    try {
      bringUpToDate(owner, capability);
    } finally {
      oneAtATime.unlock();
    }
  }

  private void bringUpToDate(Class<?> owner, String capability) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Flyway finds its plug-ins through the context class loader.
    thread.setContextClassLoader(Flyway.class.getClassLoader());
    try {
      MigrateResult result =
          Flyway.configure(owner.getClassLoader())
              .dataSource(database)
              .locations("classpath:db/" + capability)
              .table("schema_" + capability.replace('-', '_'))
              .baselineOnMigrate(true)
              .baselineVersion("0")
              .validateMigrationNaming(true)
              // Tables of a newer bundle are refused, not used half understood.
              .ignoreMigrationPatterns(new String[0])
              .load()
              .migrate();
      if (result.migrationsExecuted > 0) {
        LOG.info(
            "Tables of {} brought to version {} by {} scripts",
            capability,
            result.targetSchemaVersion,
            result.migrationsExecuted);
      }
    } catch (FlywayException e) {
      throw new IllegalStateException("The tables of " + capability + " cannot be used", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
