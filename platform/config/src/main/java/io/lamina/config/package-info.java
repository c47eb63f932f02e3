/** Environment over configuration (D-16). Exports nothing. */
package io.lamina.config;
