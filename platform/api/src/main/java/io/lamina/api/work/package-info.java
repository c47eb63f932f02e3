/** How requests share what is worked on at once (decision 020). */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.api.work;
