package io.lamina.masks.rest;

import io.lamina.masks.domain.UploadLinks;
import java.time.Instant;

/** Links for one file, in S1's and S2's words at once. */
record UploadUrlResponse(
    String uploadUrl,
    String downloadUrl,
    String filePath,
    String fileKey,
    long expiresIn,
    Instant expiresAt) {

  static UploadUrlResponse of(UploadLinks links) {
    return new UploadUrlResponse(
        links.upload().url().toString(),
        links.download().url().toString(),
        links.key(),
        links.key(),
        links.validFor().toSeconds(),
        links.upload().expiresAt());
  }

  /** Never the links, which are rights. */
  @Override
  public String toString() {
    return "UploadUrlResponse[expiresAt=" + expiresAt + "]";
  }
}
