/** HTTPS: the certificate, where it comes from, and how it changes while the platform runs. */
package io.lamina.rest.tls;
