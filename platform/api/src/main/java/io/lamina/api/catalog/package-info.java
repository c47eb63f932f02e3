/** What the catalog of images tells other capabilities. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.api.catalog;
