package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;

/** Asks for a download link (C-014); all of it is optional. */
@JsonIgnoreProperties(ignoreUnknown = true)
record DownloadUrlRequest(
    @Schema(description = "If given, that of the path") Long maskId,
    @Schema(description = "If given, that of the mask") String filePath,
    @Schema(description = "Seconds, 3600 by default and at most; also ttl_seconds")
        @JsonAlias("ttl_seconds")
        Long expiresIn) {
  static final DownloadUrlRequest EMPTY = new DownloadUrlRequest(null, null, null);

  DownloadUrlRequest {
    Require.optionalText("file_path", filePath, 1024);
    Require.optionalRange("expires_in", expiresIn, 1, Integer.MAX_VALUE);
  }
}
