/** What a capability's resources need of the front door. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package io.lamina.rest;
