/** The append-only trail of who did what, when and from where (C-095). */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.api.audit;
