package io.lamina.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** What the manifest of a bundle of ours has to say. */
final class Manifests {
  /** A clause separator outside of quotes. */
  private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

  private Manifests() {}

  /**
   * @param capability the capability's name for a bundle below bundles/, null for a platform module
   * @param capabilityPackages root packages of all capabilities
   * @return what is wrong, empty when all is well
   */
  static List<String> faults(
      Manifest manifest, String artifactId, String capability, Set<String> capabilityPackages) {
    final Attributes headers = manifest.getMainAttributes();
    final List<String> faults = new ArrayList<>();
    final String name = header(headers, "Bundle-SymbolicName");
    if (!name.equals(artifactId)) {
      faults.add("Bundle-SymbolicName is '" + name + "', expected " + artifactId);
    }
    if (header(headers, "Require-Capability").contains("osgi.service")) {
      faults.add("requires osgi.service: Karaf's resolver cannot satisfy that (facts/stack.md 7)");
    }
    final String exports = header(headers, "Export-Package");
    if (capability != null) {
      if (!exports.isEmpty()) {
        faults.add("a capability exports " + exports);
      }
      if (!capability.equals(header(headers, "Lamina-Capability"))) {
        faults.add("Lamina-Capability is not " + capability);
      }
    }
    for (final String clause : clauses(exports)) {
      if (!clause.contains("version=")) {
        faults.add("exports " + clause + " without a version");
      }
    }
    for (final String clause : clauses(header(headers, "Import-Package"))) {
      final String imported = clause.split(";", 2)[0];
      capabilityPackages.stream()
          .filter(root -> (imported + ".").startsWith(root + "."))
          .forEach(root -> faults.add("imports " + imported + " of another capability"));
    }
    return faults;
  }

  private static List<String> clauses(String header) {
    return header.isEmpty() ? List.of() : List.of(COMMA.split(header));
  }

  private static String header(Attributes headers, String name) {
    final String value = headers.getValue(name);
    return value == null ? "" : value;
  }
}
