package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lamina.masks.domain.MaskContent;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;

/** A new mask (C-011). */
@JsonIgnoreProperties(ignoreUnknown = true)
record MaskRequest(
    @Schema(description = "If given, that of the path") Long maskGroupId,
    @Schema(minimum = "0") Integer sliceIndex,
    String sopInstanceUid,
    String labelName,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "As answered with the upload link")
        String filePath,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String mimeType,
    @Schema(description = "Bytes, 1 TiB at most") Long fileSize,
    @Schema(description = "sha256: and 64 hexadecimal digits") String checksum,
    @Schema(minimum = "1", maximum = "65535") Integer width,
    @Schema(minimum = "1", maximum = "65535") Integer height) {
  static final int LARGEST_SIDE = 65_535;

  MaskRequest {
    Require.text("file_path", filePath, 1024);
    Require.text("mime_type", mimeType, 127);
    Require.optionalRange("slice_index", sliceIndex, 0, Integer.MAX_VALUE);
    Fields.optionalUid("sop_instance_uid", sopInstanceUid);
    Require.optionalText("label_name", labelName, Fields.SHORT);
    Require.optionalRange("file_size", fileSize, 0, Fields.LARGEST_FILE);
    Require.optionalText("checksum", checksum, Fields.SHORT);
    Require.optionalRange("width", width, 1, LARGEST_SIDE);
    Require.optionalRange("height", height, 1, LARGEST_SIDE);
  }

  MaskContent toDomain() {
    return new MaskContent(
        sliceIndex,
        sopInstanceUid,
        labelName,
        filePath,
        mimeType,
        fileSize,
        checksum,
        width,
        height);
  }
}
