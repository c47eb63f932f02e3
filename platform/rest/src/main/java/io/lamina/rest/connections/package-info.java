/** Connections and turns: what keeps slow and many clients from starving others. */
package io.lamina.rest.connections;
