package io.lamina.lifecycle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** Watches that nobody else is stopped, refreshed or updated while one bundle changes. */
final class Neighbours implements AutoCloseable {
  private static final Set<Integer> DISTURBING =
      Set.of(
          BundleEvent.STOPPED,
          BundleEvent.UNRESOLVED,
          BundleEvent.UPDATED,
          BundleEvent.UNINSTALLED);

  private final BundleContext context;
  private final String changing;
  private final Map<String, String> before;
  private final List<String> disturbed = Collections.synchronizedList(new ArrayList<>());
  private final SynchronousBundleListener listener = this::heard;

  Neighbours(BundleContext context, String changing) {
    this.context = context;
    this.changing = changing;
    this.before = others();
    context.addBundleListener(listener);
  }

  /** What happened to others since; empty when nothing did. */
  List<String> disturbed() {
    final List<String> all = new ArrayList<>(disturbed);
    final Map<String, String> now = others();
    if (!now.equals(before)) {
      all.add("before " + before + ", now " + now);
    }
    return all;
  }

  private void heard(BundleEvent event) {
    if (DISTURBING.contains(event.getType())
        && !changing.equals(event.getBundle().getSymbolicName())) {
      disturbed.add(event.getBundle().getSymbolicName() + " had event " + event.getType());
    }
  }

  private Map<String, String> others() {
    final Map<String, String> others = new TreeMap<>();
    for (final Bundle bundle : context.getBundles()) {
      if (!changing.equals(bundle.getSymbolicName())) {
        others.put(
            bundle.getBundleId() + " " + bundle.getSymbolicName(),
            bundle.getState() + " since " + bundle.getLastModified());
      }
    }
    return others;
  }

  @Override
  public void close() {
    context.removeBundleListener(listener);
  }
}
