package io.lamina.patientimages.rest;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lamina.api.error.LaminaException;
import io.lamina.patientimages.domain.UploadWish;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;

/** Asks for an upload link (C-022); file_type and file_size are what the original server read. */
@JsonIgnoreProperties(ignoreUnknown = true)
record UploadUrlRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String filename,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "image/jpeg, image/png, image/gif or image/webp; also file_type")
        @JsonAlias("file_type")
        String contentType,
    @Schema(description = "Bytes of the file, at most 10 MiB as configured; also file_size")
        @JsonAlias("file_size")
        Long contentLength,
    @Schema(
            description = "PUT (default), or POST for a form",
            allowableValues = {"PUT", "POST"})
        String method) {
  UploadUrlRequest {
    Require.text("filename", filename, 255);
    Require.text("content_type", contentType, 100);
    Require.optionalRange("content_length", contentLength, 1, Long.MAX_VALUE);
    method = method == null ? "PUT" : method.strip().toUpperCase(Locale.ROOT);
    if (!method.equals("PUT") && !method.equals("POST")) {
      throw LaminaException.badRequest("Field 'method' is PUT or POST");
    }
  }

  UploadWish toDomain() {
    return new UploadWish(filename, contentType, contentLength, method.equals("POST"));
  }
}
