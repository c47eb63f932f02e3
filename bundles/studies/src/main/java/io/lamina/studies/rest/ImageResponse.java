package io.lamina.studies.rest;

import io.lamina.studies.domain.ImageFacts;
import io.lamina.studies.domain.ImageSummary;

/** An instance in the list of a study's images (C-063), with what else the catalog knows. */
public record ImageResponse(
    long id,
    Integer instanceNumber,
    Integer seriesNumber,
    String seriesDescription,
    Integer rows,
    Integer columns,
    Number windowWidth,
    Number windowCenter,
    Integer frames,
    long seriesId,
    String seriesInstanceUid,
    String sopInstanceUid,
    String sopClassUid,
    String modality) {

  static ImageResponse of(ImageSummary one) {
    ImageFacts image = one.image();
    return new ImageResponse(
        one.id(),
        one.instanceNumber(),
        one.seriesNumber(),
        one.seriesDescription(),
        image == null ? null : image.rows(),
        image == null ? null : image.columns(),
        image == null ? null : Numbers.of(image.windowWidth()),
        image == null ? null : Numbers.of(image.windowCenter()),
        image == null ? null : image.frames(),
        one.seriesId(),
        one.seriesInstanceUid(),
        one.sopInstanceUid(),
        one.sopClassUid(),
        one.modality());
  }
}
