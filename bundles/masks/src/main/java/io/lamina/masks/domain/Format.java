package io.lamina.masks.domain;

/**
 * What the bytes of a file say it is.
 *
 * @param mediaType by its content; null when that tells nothing, or is damaged
 * @param extent never null
 * @param placement never null
 */
record Format(String mediaType, Extent extent, Placement placement) {
  static final String PNG = "image/png";
  static final String JPEG = "image/jpeg";
  static final String GIF = "image/gif";
  static final String DICOM = "application/dicom";
  static final String NPY = "application/x-npy";
  static final String NIFTI = "application/x-nifti";
  static final String NIFTI_GZIP = "application/x-nifti+gzip";
  static final String GZIP = "application/gzip";

  static final Format UNKNOWN = of(null, Extent.UNKNOWN);

  static Format of(String mediaType, Extent extent) {
    return new Format(mediaType, extent, Placement.NONE);
  }

  /** Whether files that were detected as this may say where they lie. */
  static boolean tellsPlace(String detected) {
    return NIFTI.equals(detected) || NIFTI_GZIP.equals(detected) || DICOM.equals(detected);
  }

  /** Whether a file of this format may be called by the media type (H-12). */
  static boolean fits(String claimed, String detected) {
    return switch (claimed) {
      case PNG -> PNG.equals(detected);
      case JPEG, "image/jpg" -> JPEG.equals(detected);
      case GIF -> GIF.equals(detected);
      case DICOM -> DICOM.equals(detected);
      case NPY, "application/npy" -> NPY.equals(detected);
      case GZIP, "application/x-gzip" -> GZIP.equals(detected) || NIFTI_GZIP.equals(detected);
      case NIFTI, "application/nifti" -> NIFTI.equals(detected) || NIFTI_GZIP.equals(detected);
      default -> true;
    };
  }
}
