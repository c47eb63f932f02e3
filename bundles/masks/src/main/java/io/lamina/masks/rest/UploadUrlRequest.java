package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.lamina.api.error.LaminaException;
import io.lamina.masks.domain.UploadWish;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;

/**
 * Asks for an upload link in S1's words (filename, mime_type; the link lives for 600 s at most) or
 * S2's (file_name, content_type; 3600 s at most).
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record UploadUrlRequest(
    @Schema(description = "If given, that of the path") Long maskGroupId,
    @Schema(description = "S1's name of file_name") @JsonProperty("filename") String name,
    String fileName,
    @Schema(description = "S1's name of content_type") String mimeType,
    String contentType,
    @Schema(description = "Seconds; also ttl_seconds") @JsonAlias("ttl_seconds") Long expiresIn,
    @Schema(description = "Bytes; the link then takes no more") Long fileSize) {
  private static final Duration LONGEST_OF_S1 = Duration.ofMinutes(10);
  private static final Duration LONGEST_OF_S2 = Duration.ofHours(1);

  UploadUrlRequest {
    boolean first = name != null || mimeType != null || (fileName == null && contentType == null);
    Require.field(first ? "filename" : "file_name", name == null ? fileName : name);
    Require.field(first ? "mime_type" : "content_type", mimeType == null ? contentType : mimeType);
    if ((name != null && fileName != null && !name.equals(fileName))
        || (mimeType != null && contentType != null && !mimeType.equals(contentType))) {
      throw LaminaException.badRequest(
          "Use either filename and mime_type or file_name and content_type");
    }
    Require.optionalRange("expires_in", expiresIn, 1, Integer.MAX_VALUE);
    Require.optionalRange("file_size", fileSize, 1, Long.MAX_VALUE);
  }

  UploadWish toDomain() {
    boolean first = name != null || mimeType != null;
    return new UploadWish(
        name == null ? fileName : name,
        mimeType == null ? contentType : mimeType,
        fileSize,
        expiresIn == null ? null : Duration.ofSeconds(expiresIn),
        first ? LONGEST_OF_S1 : LONGEST_OF_S2);
  }
}
