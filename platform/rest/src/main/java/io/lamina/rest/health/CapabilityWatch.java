package io.lamina.rest.health;

import java.util.List;

/** Knows which capabilities are installed. */
public interface CapabilityWatch {
  /** By name, in order. */
  List<CapabilityState> installed();
}
