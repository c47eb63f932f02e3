package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lamina.masks.domain.Integrity;
import io.lamina.masks.domain.StoredObject;
import java.util.List;

/**
 * What was acknowledged, in S1's shape; the fields of one file are there for S2's way alone (X-05,
 *
 *
 * @param processedMasks files that are there, durable and checked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CompleteUploadResponse(
    boolean success,
    String status,
    int processedMasks,
    List<String> uploadedFiles,
    String message,
    String fileKey,
    Long fileSize,
    String checksum,
    Long verifiedSize,
    String verifiedSha256,
    String integrity) {
  private static final String MESSAGE = "Upload completed successfully";

  static CompleteUploadResponse of(List<StoredObject> objects) {
    List<String> keys = objects.stream().map(StoredObject::key).toList();
    return new CompleteUploadResponse(
        true, "success", keys.size(), keys, MESSAGE, null, null, null, null, null, null);
  }

  static CompleteUploadResponse of(StoredObject object, Long declaredSize, String checksum) {
    return new CompleteUploadResponse(
        true,
        "success",
        1,
        List.of(object.key()),
        MESSAGE,
        object.key(),
        declaredSize == null ? Long.valueOf(object.verified().size()) : declaredSize,
        checksum == null ? "sha256:" + object.verified().sha256() : checksum,
        object.verified().size(),
        object.verified().sha256(),
        Integrity.of(declaredSize, checksum, object.verified()).key());
  }
}
