package io.lamina.masks.domain;

import java.time.Instant;

/**
 * A mask: one object and what is said of it.
 *
 * @param revision counts its changes, for If-Match
 * @param verified what was measured of its object; null until that is completed
 * @param fit whether it fits the image it is said to lie on
 */
public record Mask(
    long id,
    long revision,
    long groupId,
    MaskContent content,
    Verified verified,
    Fit fit,
    Instant createdAt,
    Instant updatedAt) {

  public Integrity integrity() {
    return Integrity.of(content.fileSize(), content.checksum(), verified);
  }

  /** Whether the declared width and height are those of the content. */
  public Integrity dimensions() {
    return Integrity.ofSides(content.width(), content.height(), verified);
  }

  Mask with(MaskContent changed, Verified measured, Fit compared, Instant now) {
    return new Mask(id, revision, groupId, changed, measured, compared, createdAt, now);
  }
}
