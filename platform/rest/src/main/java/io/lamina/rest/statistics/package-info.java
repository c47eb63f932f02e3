/** How much the platform is used, by day (C-096). */
package io.lamina.rest.statistics;
