/**
 * The one exception type with which every bundle refuses a request, mapped once by the front door
 * (X-13, D-05).
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.api.error;
