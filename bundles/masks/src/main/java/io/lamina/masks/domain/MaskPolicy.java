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
 * @param strict whether a wrong declared size or checksum is refused
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

  /** 409 for a mismatch, where the site wants that. */
  void requireIntegrity(Integrity integrity) {
    if (strict && integrity == Integrity.MISMATCH) {
      throw LaminaException.conflict(
          "The declared file_size or checksum is not that of the uploaded file");
    }
  }
}
