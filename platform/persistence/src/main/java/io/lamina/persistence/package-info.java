/** The platform's database: one DataSource, migrations per capability. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.persistence;
