/** Folders that several processes or threads work in. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.api.files;
