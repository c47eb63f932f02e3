/** The settings of the front door. */
package io.lamina.rest.config;
