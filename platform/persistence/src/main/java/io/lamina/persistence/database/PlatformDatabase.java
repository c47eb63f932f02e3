package io.lamina.persistence.database;

import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import io.lamina.api.keys.KeyVault;
import io.lamina.api.metrics.Metric;
import io.lamina.api.metrics.MetricSource;
import io.lamina.persistence.DatabaseSnapshots;
import io.lamina.persistence.config.PersistenceConfig;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the platform's database as a DataSource service once it answers, and says in `/health`
 * while it does not. A PostgreSQL server that starts later than the platform is waited for.
 */
@Component(
    immediate = true,
    service = {HealthCheck.class, MetricSource.class},
    configurationPid = "io.lamina.persistence",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PersistenceConfig.class)
public final class PlatformDatabase implements HealthCheck, MetricSource {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformDatabase.class);
  private static final long RETRY_MILLIS = 2_000;

  private final BundleContext bundle;
  private final DatabaseSettings settings;
  private final Thread connector;
  private volatile boolean stopped;
  private ConnectionPool pool;
  private ServiceRegistration<DataSource> registration;
  private ServiceRegistration<DatabaseSnapshots> snapshots;

  @Activate
  public PlatformDatabase(
      BundleContext bundle, PersistenceConfig config, @Reference KeyVault vault) {
    this.bundle = bundle;
    this.settings = DatabaseSettings.of(config, Path.of(bundle.getProperty("lamina.data")), vault);
    this.connector = new Thread(this::connect, "lamina-database");
    connector.setDaemon(true);
    connector.start();
  }

  private void connect() {
    while (!stopped) {
      try {
        offer(new ConnectionPool(settings));
        return;
      } catch (RuntimeException e) {
        LOG.warn(
            "The {} database does not answer, next try in {} s: {}",
            settings.product(),
            RETRY_MILLIS / 1000,
            reason(e));
      }
      try {
        Thread.sleep(RETRY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void offer(ConnectionPool connected) {
    if (stopped) {
      connected.close();
      return;
    }
    pool = connected;
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("osgi.jndi.service.name", "platform");
    properties.put("dataSourceName", "platform");
    registration = bundle.registerService(DataSource.class, connected.dataSource(), properties);
    snapshots = bundle.registerService(DatabaseSnapshots.class, connected.snapshots(), null);
    LOG.info("The {} database answers", settings.product());
  }

  /** The innermost message: drivers put the useful word there. JDBC messages carry no row data. */
  private static String reason(Throwable problem) {
    Throwable innermost = problem;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost.getClass().getSimpleName() + ": " + innermost.getMessage();
  }

  @Override
  public Health check() {
    ConnectionPool current;
    synchronized (this) {
      current = pool;
    }
    if (current == null) {
      return Health.failing("The " + settings.product() + " database does not answer yet");
    }
    try {
      current.check();
      if (!current.hasRoom()) {
        return Health.failing("The disk of the database is full; changes are refused");
      }
      return Health.ok(Map.of("database", settings.product()));
    } catch (SQLException e) {
      return Health.failing("The " + settings.product() + " database does not answer");
    }
  }

  @Override
  public Collection<Metric> metrics() {
    ConnectionPool current;
    synchronized (this) {
      current = pool;
    }
    return current == null ? List.of() : current.metrics();
  }

  @Deactivate
  void deactivate() {
    stopped = true;
    connector.interrupt();
    synchronized (this) {
      if (registration != null) {
        snapshots.unregister();
        registration.unregister();
      }
      if (pool != null) {
        pool.close();
        LOG.info("The {} database is closed", settings.product());
      }
    }
  }
}
