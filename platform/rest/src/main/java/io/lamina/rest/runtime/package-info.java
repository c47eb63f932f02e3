/** What the front door sees of the OSGi runtime: services, bundles, and its end. */
package io.lamina.rest.runtime;
