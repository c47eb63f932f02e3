/** The platform's own resources: its index, its capabilities, its documentation. */
package io.lamina.rest.pages;
