/** Configuration of the studies capability. */
package io.lamina.studies.config;
