package io.lamina.patientimages.domain;

/** What is allowed at the moment. */
public interface Limits {
  ImageLimits current();
}
