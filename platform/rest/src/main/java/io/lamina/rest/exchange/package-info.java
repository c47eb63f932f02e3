/** One request and its answer, as the front door sees them. */
package io.lamina.rest.exchange;
