package io.lamina.masks.domain;

import io.lamina.api.error.LaminaException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * What is accepted as a mask.
 *
 * @param maxBytes largest object, 1 and up
 * @param mediaTypes accepted media types, lower case
 * @param strict whether what is declared wrongly, or fits no image, is refused
 * @param orphanAge after this time an upload that nobody completed is removed
 */
public record MaskPolicy(
    long maxBytes, Set<String> mediaTypes, boolean strict, Duration orphanAge) {
  public MaskPolicy {
    mediaTypes = Set.copyOf(mediaTypes);
  }

  /**
   * @return the media type without parameters, lower case
   * @throws LaminaException 400 for one that is not accepted
   */
  String accepted(String mediaType) {
    String bare = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!mediaTypes.contains(bare)) {
      throw LaminaException.invalid(
          "Media type not accepted for masks; use one of "
              + String.join(", ", mediaTypes.stream().sorted().toList()));
    }
    return bare;
  }

  /** 409 for a mask that is not what is declared of it, where the site wants that. */
  void require(MaskContent content, Verified verified, Fit fit) {
    requireIntegrity(Integrity.of(content.fileSize(), content.checksum(), verified));
    if (strict
        && Integrity.ofSides(content.width(), content.height(), verified) == Integrity.MISMATCH) {
      throw LaminaException.conflict(
          "The declared width or height is not that of the uploaded file, which has %d x %d pixels"
              .formatted(verified.extent().width(), verified.extent().height()));
    }
    if (strict && fit.verdict() == Fit.Verdict.MISMATCH) {
      throw LaminaException.conflict("The mask does not fit its image: " + fit.note());
    }
  }

  /** 409 for a mismatch, where the site wants that. */
  void requireIntegrity(Integrity integrity) {
    if (strict && integrity == Integrity.MISMATCH) {
      throw LaminaException.conflict(
          "The declared file_size or checksum is not that of the uploaded file");
    }
  }
}
