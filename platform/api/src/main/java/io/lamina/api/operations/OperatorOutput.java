package io.lamina.api.operations;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The operator's terminal. Every method throws {@link OperatorGoneException} once nobody reads any
 * more; no method keeps text in memory. One thread writes.
 */
@ProviderType
public interface OperatorOutput {
  /** One line for standard output; line breaks become spaces. */
  void say(String line);

  /** One line for standard error. */
  void warn(String line);

  /**
   * How far it is. Called as often as one likes: it is shown once a second at most, and tells on
   * the way whether anybody still waits.
   */
  void progress(String line);
}
