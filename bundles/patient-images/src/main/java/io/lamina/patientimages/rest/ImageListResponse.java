package io.lamina.patientimages.rest;

import java.util.List;

/** The images of a scenario, newest first (C-020). */
record ImageListResponse(
    String scenarioId, List<ImageResponse> images, int totalCount, String message) {}
