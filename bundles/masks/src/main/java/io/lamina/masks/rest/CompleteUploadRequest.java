package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lamina.api.error.LaminaException;
import io.lamina.rest.Require;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Acknowledges uploads in S1's words (mask_group_id, uploaded_files) or one upload in S2's
 * (file_key): X-05.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CompleteUploadRequest(
    @Schema(description = "That of the path; needed with uploaded_files") Long maskGroupId,
    Integer sliceCount,
    List<String> labels,
    @Schema(description = "file_path of each upload, 1 to 10000") List<String> uploadedFiles,
    @Schema(description = "file_key of one upload") String fileKey,
    @Schema(description = "Bytes, 1 TiB at most") Long fileSize,
    @Schema(description = "sha256: and 64 hexadecimal digits") String checksum) {
  private static final int MOST_FILES = 10_000;

  CompleteUploadRequest {
    if ((uploadedFiles == null) == (fileKey == null)) {
      throw LaminaException.badRequest(
          uploadedFiles == null
              ? "Json deserialize error: missing field 'uploaded_files' or 'file_key'"
              : "Use either uploaded_files or file_key, not both");
    }
    if (uploadedFiles != null) {
      Require.field("mask_group_id", maskGroupId);
      if (uploadedFiles.isEmpty() || uploadedFiles.size() > MOST_FILES) {
        throw LaminaException.invalid("Field 'uploaded_files' takes 1 to " + MOST_FILES + " files");
      }
      for (String file : uploadedFiles) {
        if (file == null) {
          throw LaminaException.invalid("Field 'uploaded_files' takes texts");
        }
      }
    }
    Require.optionalRange("slice_count", sliceCount, 0, MaskGroupRequest.MAX_SLICES);
    Require.optionalRange("file_size", fileSize, 0, Fields.LARGEST_FILE);
    Require.optionalText("checksum", checksum, Fields.SHORT);
  }

  boolean batch() {
    return uploadedFiles != null;
  }
}
