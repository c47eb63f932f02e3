package io.lamina.api.metrics;

import java.util.Collection;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service by which a capability contributes to {@code /metrics}; what it told is gone from there
 * when the service is. Called at every scrape: answers out of memory, within milliseconds.
 */
@ConsumerType
public interface MetricSource {
  /**
   * The numbers of this moment, at most 500. Of one name all have the same kind and help, and each
   * has labels of its own.
   */
  Collection<Metric> metrics();
}
