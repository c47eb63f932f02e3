package io.lamina.patientimages.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;

/** Asks for a download link (C-024). */
@JsonIgnoreProperties(ignoreUnknown = true)
record DownloadUrlRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String s3Key,
    @Schema(description = "Seconds, 3600 by default and at most") Long expiresIn) {
  DownloadUrlRequest {
    Require.text("s3_key", s3Key, 512);
    Require.optionalRange("expires_in", expiresIn, 1, Integer.MAX_VALUE);
  }
}
