package io.lamina.studies.domain;

/**
 * What a list tells of an image.
 *
 * @param rows 1 and up
 * @param columns 1 and up
 * @param frames 1 and up
 * @param windowCenter first window of the header, in units after the modality LUT; null where
 *     absent
 * @param windowWidth null where absent
 * @param rowSpacing millimetres between rows; null where unknown
 * @param columnSpacing millimetres between columns; null where unknown
 */
public record ImageFacts(
    int rows,
    int columns,
    int frames,
    Double windowCenter,
    Double windowWidth,
    Double rowSpacing,
    Double columnSpacing) {}
