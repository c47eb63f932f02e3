/** What is counted and measured, and how it is told to Prometheus (C-096). */
package io.lamina.rest.metrics;
