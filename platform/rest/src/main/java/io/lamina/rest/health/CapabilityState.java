package io.lamina.rest.health;

/**
 * A capability as the runtime sees it.
 *
 * @param version of its bundle; empty while away
 * @param reason why it is not active, for hospital IT; empty when active
 */
public record CapabilityState(String name, String version, State state, String reason) {
  /** Written in lower case. */
  public enum State {
    ACTIVE,
    STARTING,
    /** Installed, but stopped, or something it needs is missing. */
    UNSATISFIED,
    /** Not installed; its paths are remembered (D-05). */
    AWAY
  }
}
