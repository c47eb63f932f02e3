/** JAX-RS servers by CXF, one per capability and generation. */
package io.lamina.rest.jaxrs;
