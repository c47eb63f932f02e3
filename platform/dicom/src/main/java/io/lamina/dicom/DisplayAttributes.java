package io.lamina.dicom;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How a frame is to be shown by its header.
 *
 * @param rescaleSlope of the modality LUT; 1 where the header has none
 * @param rescaleIntercept of the modality LUT; 0 where the header has none
 * @param windowCenter first of the header, in units after rescale; empty where it has none
 * @param windowWidth present with the centre; above 0
 * @param pixelSpacing mm between the centres of rows, then of columns: Pixel Spacing, else Imager
 *     Pixel Spacing; empty where the header has neither
 */
public record DisplayAttributes(
    double rescaleSlope,
    double rescaleIntercept,
    OptionalDouble windowCenter,
    OptionalDouble windowWidth,
    List<Double> pixelSpacing) {}
