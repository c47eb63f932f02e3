package io.lamina.patientimages.rest;

import io.lamina.patientimages.domain.PatientImage;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;

/** One image (C-020). */
record ImageResponse(
    String s3Key,
    @Schema(description = "Where the image stays; signed-in users see it there") String s3Url,
    String filename,
    @Schema(description = "Bytes") long fileSize,
    Instant lastModified,
    @Schema(description = "Entity tag without its quotes") String etag) {
  static ImageResponse of(PatientImage image, URI address) {
    return new ImageResponse(
        image.key(),
        address.toString(),
        image.filename(),
        image.size(),
        image.lastModified(),
        image.etag());
  }
}
