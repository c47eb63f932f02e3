package io.lamina.patientimages.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;

/** The newest image of a scenario (C-021, X-25). */
@JsonInclude(JsonInclude.Include.ALWAYS)
record RepresentativeResponse(
    String scenarioId,
    @Schema(nullable = true, description = "null where the scenario has none") ImageResponse image,
    String message) {}
