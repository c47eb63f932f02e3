/** OpenAPI 3, merged live from the capabilities that are active, and its pages. */
package io.lamina.rest.openapi;
