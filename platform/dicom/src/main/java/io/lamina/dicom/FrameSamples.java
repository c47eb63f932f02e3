package io.lamina.dicom;

/**
 * Decoded samples of one frame (D-13): little-endian, interleaved by pixel, top left first. 1-bit
 * pixels take one byte each.
 *
 * @param bytes rows x columns x samples per pixel x bytes per sample
 * @param bytesPerSample 1, 2, 4 or 8
 * @param photometricInterpretation of these samples: JPEG 2000's component transform is undone
 *     (RGB), JPEG's YBR stays YBR
 * @param description of the stored pixels
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed on, never compared
public record FrameSamples(
    byte[] bytes,
    int bytesPerSample,
    String photometricInterpretation,
    PixelDescription description) {}
