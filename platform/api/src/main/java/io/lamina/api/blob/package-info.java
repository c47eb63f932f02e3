/**
 * Immutable objects named by the server, and the signed links by which clients move them (X-03,
 * X-04, D-07, D-20).
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.api.blob;
