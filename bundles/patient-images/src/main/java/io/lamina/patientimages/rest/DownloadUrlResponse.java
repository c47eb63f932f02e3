package io.lamina.patientimages.rest;

import io.swagger.v3.oas.annotations.media.Schema;

/** A download link (C-024). Holds the link: never logged. */
record DownloadUrlResponse(
    String scenarioId,
    String s3Key,
    String downloadUrl,
    @Schema(description = "Seconds") long expiresIn,
    String message) {
  @Override
  public String toString() {
    return "DownloadUrlResponse[...]";
  }
}
