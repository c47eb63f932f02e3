package io.lamina.masks.domain;

import java.time.Instant;

/**
 * A mask: one object and what is said of it.
 *
 * @param revision counts its changes, for If-Match
 * @param verified what was measured of its object; null until that is completed
 */
public record Mask(
    long id,
    long revision,
    long groupId,
    MaskContent content,
    Verified verified,
    Instant createdAt,
    Instant updatedAt) {

  public Integrity integrity() {
    return Integrity.of(content.fileSize(), content.checksum(), verified);
  }

  Mask with(MaskContent changed, Verified measured, Instant now) {
    return new Mask(id, revision, groupId, changed, measured, createdAt, now);
  }
}
