package io.lamina.api.capability;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A capability's own word on whether it works, asked by `/health` (D-06). The capability is the one
 * that the registering bundle names in its header {@code Lamina-Capability}. Called often and from
 * several threads: answers within milliseconds.
 */
@ConsumerType
public interface HealthCheck {
  Health check();
}
