/** Multipart bodies read part by part as they arrive, never held (RFC 7578, RFC 2046). */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.rest.multipart;
