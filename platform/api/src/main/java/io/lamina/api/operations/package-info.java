/** Commands of the operator of this machine, {@code bin/lamina <command>}. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package io.lamina.api.operations;
