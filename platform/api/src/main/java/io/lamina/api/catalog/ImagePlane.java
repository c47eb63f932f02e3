package io.lamina.api.catalog;

import java.util.List;

/**
 * Where an image lies in the patient (PS3.3, C.7.6.2), in millimetres, LPS.
 *
 * @param frameOfReferenceUid null where unknown
 * @param position of the centre of the first pixel: three numbers
 * @param orientation cosines of the direction of a row, then of a column: six numbers
 * @param rowSpacing between the centres of rows, above 0
 * @param columnSpacing between the centres of columns, above 0
 */
public record ImagePlane(
    String frameOfReferenceUid,
    List<Double> position,
    List<Double> orientation,
    double rowSpacing,
    double columnSpacing) {
  public ImagePlane {
    position = List.copyOf(position);
    orientation = List.copyOf(orientation);
  }
}
