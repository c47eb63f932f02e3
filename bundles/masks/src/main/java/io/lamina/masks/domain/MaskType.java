package io.lamina.masks.domain;

import io.lamina.api.error.LaminaException;
import java.util.Arrays;
import java.util.Locale;

/** What the masks of a group are for. */
public enum MaskType {
  SEGMENTATION,
  DETECTION,
  CLASSIFICATION;

  /** The name used in requests and answers. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws LaminaException 400 in the words S2 prints
   */
  public static MaskType byKey(String key) {
    return Arrays.stream(values())
        .filter(type -> type.key().equals(key))
        .findFirst()
        .orElseThrow(() -> LaminaException.invalid("Invalid mask_type value"));
  }
}
