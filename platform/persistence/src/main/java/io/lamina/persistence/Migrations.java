package io.lamina.persistence;

import org.osgi.annotation.versioning.ProviderType;

/** Brings a capability's own tables to the version its bundle needs, before they are used. */
@ProviderType
public interface Migrations {
  /**
   * Runs the scripts {@code db/<capability>/V<n>__<title>.sql} of the owner's bundle that have not
   * run yet, with one history table per capability. Scripts are written for H2 and PostgreSQL
   * alike. Two nodes at once are safe.
   *
   * @param owner a class of the bundle that carries the scripts
   * @param capability lower-case name, also the prefix of its tables
   * @throws IllegalStateException when the tables are newer than the bundle, or a script fails
   */
  void migrate(Class<?> owner, String capability);
}
