/** Pages for people, and the session cookie behind them (C-081). */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.rest.browser;
