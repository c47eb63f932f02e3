package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lamina.api.blob.BlobStore;
import io.lamina.masks.domain.BatchItem;
import io.lamina.masks.domain.MaskContent;
import io.swagger.v3.oas.annotations.media.Schema;

/** One of many uploads to be acknowledged, checked when its turn comes. */
@JsonIgnoreProperties(ignoreUnknown = true)
record CompletedItem(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "As answered with the upload link; also file_key")
        @JsonAlias("file_key")
        String filePath,
    @Schema(description = "That of the upload by default") @JsonAlias("content_type")
        String mimeType,
    @Schema(description = "Bytes, 1 TiB at most") Long fileSize,
    @Schema(description = "sha256: and 64 hexadecimal digits") String checksum,
    @Schema(minimum = "0") Integer sliceIndex,
    String sopInstanceUid,
    String labelName,
    @Schema(minimum = "1", maximum = "65535") Integer width,
    @Schema(minimum = "1", maximum = "65535") Integer height) {

  BatchItem toDomain() {
    MaskContent content =
        new MaskRequest(
                null,
                sliceIndex,
                sopInstanceUid,
                labelName,
                filePath,
                mimeType == null ? BlobStore.ANY_TYPE : mimeType,
                fileSize,
                checksum,
                width,
                height)
            .toDomain();
    return new BatchItem(filePath, content.of(mimeType));
  }
}
