package io.lamina.studies.rest;

import io.lamina.dicom.RenderedFrame;
import io.lamina.studies.domain.ImageFacts;
import java.util.Base64;
import java.util.List;

/** A rendered image with what a viewer has to know of it (C-064, X-31). */
public record ImageDataResponse(String imageData, Metadata metadata) {

  /**
   * @param windowWidth that was applied; null for colour images
   * @param windowCenter that was applied; null for colour images
   * @param pixelSpacing millimetres between rows and between columns; null where unknown
   * @param rows of the answer's image
   * @param columns of the answer's image
   * @param frames of the object
   */
  public record Metadata(
      Number windowWidth,
      Number windowCenter,
      List<Number> pixelSpacing,
      int rows,
      int columns,
      int frames,
      int frame) {}

  static ImageDataResponse of(RenderedFrame rendered, ImageFacts image, int frame) {
    List<Number> spacing =
        image.rowSpacing() == null
            ? null
            : List.of(Numbers.of(image.rowSpacing()), Numbers.of(image.columnSpacing()));
    return new ImageDataResponse(
        "data:image/png;base64," + Base64.getEncoder().encodeToString(rendered.png()),
        new Metadata(
            Numbers.of(rendered.windowWidth()),
            Numbers.of(rendered.windowCenter()),
            spacing,
            rendered.rows(),
            rendered.columns(),
            image.frames(),
            frame));
  }
}
