package io.lamina.masks.rest;

import io.lamina.masks.domain.Downloads;
import java.time.Instant;

/** A link for reading a mask's file. */
record DownloadUrlResponse(String downloadUrl, String filePath, long expiresIn, Instant expiresAt) {

  static DownloadUrlResponse of(Downloads.Link link) {
    return new DownloadUrlResponse(
        link.url().url().toString(),
        link.key(),
        link.validFor().toSeconds(),
        link.url().expiresAt());
  }

  /** Never the link, which is a right. */
  @Override
  public String toString() {
    return "DownloadUrlResponse[expiresAt=" + expiresAt + "]";
  }
}
