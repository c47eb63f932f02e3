/** Secrets of this installation, out of one key file that lies outside the data folder (C-093). */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package io.lamina.api.keys;
