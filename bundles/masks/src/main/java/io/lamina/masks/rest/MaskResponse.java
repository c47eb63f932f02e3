package io.lamina.masks.rest;

import io.lamina.masks.domain.Mask;
import io.lamina.masks.domain.MaskContent;
import io.lamina.masks.domain.Verified;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A mask as S1 prints it, with what was measured of its file. */
record MaskResponse(
    long id,
    long maskGroupId,
    Integer sliceIndex,
    String sopInstanceUid,
    String labelName,
    String filePath,
    String mimeType,
    @Schema(description = "Bytes, as declared") Long fileSize,
    @Schema(description = "As declared") String checksum,
    Integer width,
    Integer height,
    @Schema(description = "Bytes, as measured; null until the file is completed") Long verifiedSize,
    @Schema(description = "As measured; null until the file is completed") String verifiedSha256,
    @Schema(description = "Pixels in a row, as read from the file; null where they are not read")
        Integer verifiedWidth,
    @Schema(description = "Rows, as read from the file") Integer verifiedHeight,
    @Schema(description = "Frames or slices, as read from the file") Integer verifiedFrames,
    @Schema(
            description = "Whether the declared size and checksum are true",
            allowableValues = {"verified", "mismatch", "unverifiable"})
        String integrity,
    @Schema(
            description = "Whether the declared width and height are true",
            allowableValues = {"verified", "mismatch", "unverifiable"})
        String dimensions,
    @Schema(
            description = "Whether it fits the image it lies on",
            allowableValues = {"fits", "mismatch", "not checked"})
        String geometry,
    @Schema(description = "Why it does not fit or was not checked; null where it fits")
        String geometryNote,
    Instant createdAt,
    Instant updatedAt) {

  static MaskResponse of(Mask mask) {
    MaskContent content = mask.content();
    Verified verified = mask.verified();
    return new MaskResponse(
        mask.id(),
        mask.groupId(),
        content.sliceIndex(),
        content.sopInstanceUid(),
        content.labelName(),
        content.filePath(),
        content.mimeType(),
        content.fileSize(),
        content.checksum(),
        content.width(),
        content.height(),
        verified == null ? null : verified.size(),
        verified == null ? null : verified.sha256(),
        verified == null ? null : verified.extent().width(),
        verified == null ? null : verified.extent().height(),
        verified == null ? null : verified.extent().frames(),
        mask.integrity().key(),
        mask.dimensions().key(),
        mask.fit().verdict().key(),
        mask.fit().note(),
        mask.createdAt(),
        mask.updatedAt());
  }
}
