package io.lamina.patientimages.rest;

/** Who sees a scenario's images at their addresses (H-07). */
record VisibilityResponse(String scenarioId, String visibility) {
  static VisibilityResponse of(String scenarioId, boolean shown) {
    return new VisibilityResponse(
        scenarioId, shown ? VisibilityRequest.PUBLIC : VisibilityRequest.SIGNED_IN);
  }
}
