package io.lamina.masks.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the masks, {@code etc/io.lamina.masks.cfg}; changes take effect at once. */
@ObjectClassDefinition(name = "Lamina masks", description = "Annotations, mask groups and masks")
public @interface MasksConfig {
  @AttributeDefinition(
      name = "Largest mask",
      description = "Bytes one mask may have at most. Environment: LAMINA_MASKS_MAX_MASK_BYTES",
      min = "1")
  long max_mask_bytes() default 536870912L;

  @AttributeDefinition(
      name = "Media types",
      description =
          "Accepted media types of masks, separated by commas. Environment:"
              + " LAMINA_MASKS_MEDIA_TYPES")
  String[] media_types() default {
    "image/png",
    "image/jpeg",
    "application/octet-stream",
    "application/dicom",
    "application/gzip",
    "application/x-gzip",
    "application/x-nifti",
    "application/nifti",
    "application/npy",
    "application/x-npy"
  };

  @AttributeDefinition(
      name = "Integrity",
      description =
          "lenient: what is declared wrongly (size, checksum, width, height) or does not fit the"
              + " image it lies on is reported as a mismatch; strict: it is refused with 409."
              + " Environment: LAMINA_MASKS_INTEGRITY")
  String integrity() default "lenient";

  @AttributeDefinition(
      name = "Orphan age",
      description =
          "Hours after which an upload that nobody completed is removed, 2 to 8760. Environment:"
              + " LAMINA_MASKS_ORPHAN_AGE_HOURS",
      min = "2",
      max = "8760")
  int orphan_age_hours() default 24;
}
