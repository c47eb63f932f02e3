package io.lamina.api.catalog;

/**
 * How large an image is and where it lies.
 *
 * @param rows 1 and up
 * @param columns 1 and up
 * @param frames 1 and up
 * @param seriesImages images in its series, 1 and up
 * @param plane null where it was not asked for, or the image has none of its own
 */
public record ImageGeometry(
    String seriesInstanceUid,
    String sopInstanceUid,
    int rows,
    int columns,
    int frames,
    int seriesImages,
    ImagePlane plane) {}
