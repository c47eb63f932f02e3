package io.lamina.masks.domain;

import java.util.Locale;

/** Whether what a client declared of a mask's bytes is true. */
public enum Integrity {
  VERIFIED,
  MISMATCH,
  /** The object is not completed, or the checksum is of a kind that is not computed here. */
  UNVERIFIABLE;

  private static final String SHA256 = "sha256:";

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param width declared pixels, or null
   * @param height declared pixels, or null
   * @param object what was stored, or null
   */
  public static Integrity ofSides(Integer width, Integer height, Verified object) {
    if (object == null || !object.extent().known()) {
      return UNVERIFIABLE;
    }
    Extent extent = object.extent();
    boolean same =
        (width == null || width.equals(extent.width()))
            && (height == null || height.equals(extent.height()));
    return same ? VERIFIED : MISMATCH;
  }

  /**
   * @param declaredSize bytes, or null
   * @param declaredChecksum {@code sha256:} and 64 hexadecimal digits, or anything a client
   *     invents, or null
   * @param object what was stored, or null
   */
  public static Integrity of(Long declaredSize, String declaredChecksum, Verified object) {
    if (object == null) {
      return UNVERIFIABLE;
    }
    if (declaredSize != null && declaredSize != object.size()) {
      return MISMATCH;
    }
    if (declaredChecksum == null) {
      return VERIFIED;
    }
    String checksum = declaredChecksum.toLowerCase(Locale.ROOT);
    if (checksum.startsWith(SHA256)) {
      return checksum.substring(SHA256.length()).equals(object.sha256()) ? VERIFIED : MISMATCH;
    }
    return checksum.equals(object.sha256()) ? VERIFIED : UNVERIFIABLE;
  }
}
