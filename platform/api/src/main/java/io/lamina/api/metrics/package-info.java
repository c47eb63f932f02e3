/** What a capability counts, for those who watch the platform (C-096). */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.api.metrics;
