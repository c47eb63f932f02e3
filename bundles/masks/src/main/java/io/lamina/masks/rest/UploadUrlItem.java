package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.lamina.masks.domain.UploadWish;
import io.swagger.v3.oas.annotations.media.Schema;

/** One of many upload links, in S1's or S2's words, checked when its turn comes. */
@JsonIgnoreProperties(ignoreUnknown = true)
record UploadUrlItem(
    @Schema(description = "S1's name of file_name") @JsonProperty("filename") String name,
    String fileName,
    @Schema(description = "S1's name of content_type") String mimeType,
    String contentType,
    @Schema(description = "Seconds; also ttl_seconds") @JsonAlias("ttl_seconds") Long expiresIn,
    @Schema(description = "Bytes; the link then takes no more") Long fileSize) {

  UploadWish toDomain() {
    return new UploadUrlRequest(null, name, fileName, mimeType, contentType, expiresIn, fileSize)
        .toDomain();
  }

  String label() {
    return name == null ? fileName : name;
  }
}
