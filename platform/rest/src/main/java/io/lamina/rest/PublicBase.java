package io.lamina.rest;

import java.net.URI;

/**
 * Scheme, host and port by which the client of this request reaches the platform: the configured
 * public URL, else what a trusted proxy forwarded, else the Host header. No path, no trailing
 * slash.
 */
public record PublicBase(URI uri) {}
