package io.lamina.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays the environment over every configuration as it is handed to a component. The files stay as
 * the operator wrote them. An activator and not a component: it has to be there before the first
 * component reads its configuration.
 */
public final class EnvironmentPlugin implements ConfigurationPlugin, BundleActivator {
  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentPlugin.class);

  private EnvironmentOverrides overrides;
  private DocumentedKeys documented;

  @Override
  public void start(BundleContext bundle) {
    overrides = new EnvironmentOverrides(System.getenv());
    documented = new DocumentedKeys(Path.of(bundle.getProperty("karaf.etc")));
    Hashtable<String, Object> properties = new Hashtable<>();
    // A ranking from 0 to 1000 is what lets a plug-in change values (OSGi Compendium, 104.9.3).
    properties.put(ConfigurationPlugin.CM_RANKING, 1000);
    properties.put("config.plugin.id", "io.lamina.config");
    bundle.registerService(ConfigurationPlugin.class, this, properties);
  }

  @Override
  public void stop(BundleContext bundle) {
    // the framework unregisters the service
  }

  @Override
  public void modifyConfiguration(
      ServiceReference<?> reference, Dictionary<String, Object> properties) {
    if (!(properties.get("service.pid") instanceof String pid)) {
      return;
    }
    Set<String> keys = new TreeSet<>(Collections.list(properties.keys()));
    try {
      keys.addAll(documented.of(pid));
    } catch (IOException e) {
      LOG.warn("The keys of {} could not be read, the environment may not reach it", pid, e);
    }
    overrides.of(pid, keys).forEach(properties::put);
  }
}
