/** One table over all capabilities: method and URI template to the capability that answers. */
package io.lamina.rest.routing;
