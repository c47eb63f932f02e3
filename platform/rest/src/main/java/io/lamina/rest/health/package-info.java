/** What {@code /health} tells of the platform and its capabilities (D-06, C-018). */
package io.lamina.rest.health;
