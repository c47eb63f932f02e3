package io.lamina.patientimages.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/** An upload link (C-022). Holds the link: never logged. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UploadUrlResponse(
    String scenarioId,
    String originalFilename,
    String storedFilename,
    String uploadMethod,
    String uploadUrl,
    @Schema(description = "POST only: fields to send before the field file")
        Map<String, String> uploadFields,
    String fileType,
    @Schema(description = "Bytes, as said") Long fileSize,
    @Schema(description = "Seconds") long expiresIn,
    String s3Key,
    String s3Url,
    String message) {
  @Override
  public String toString() {
    return "UploadUrlResponse[...]";
  }
}
