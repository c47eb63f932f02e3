package io.lamina.patientimages.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;

/** Who sees a scenario's images at their addresses (H-07). */
record VisibilityRequest(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            allowableValues = {VisibilityRequest.SIGNED_IN, VisibilityRequest.PUBLIC})
        String visibility) {
  static final String SIGNED_IN = "signed-in";
  static final String PUBLIC = "public-teaching";

  VisibilityRequest {
    Require.field("visibility", visibility);
    if (!visibility.equals(SIGNED_IN) && !visibility.equals(PUBLIC)) {
      throw LaminaException.badRequest("Field 'visibility' is " + SIGNED_IN + " or " + PUBLIC);
    }
  }

  boolean shown() {
    return visibility.equals(PUBLIC);
  }
}
