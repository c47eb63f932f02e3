package io.lamina.masks.domain;

/** The policy in force; configuration changes it while requests run. */
public interface Policies {
  MaskPolicy current();
}
