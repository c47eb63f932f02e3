/** The way of a request, from the connector to the capability that answers it. */
package io.lamina.rest.door;
