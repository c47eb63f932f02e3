package io.lamina.masks.domain;

import java.util.List;

/** Where a volume says that it lies in the patient. */
sealed interface Placement {
  /** Nothing is said. */
  Placement NONE = new Unplaced();

  /** Of a picture, or a volume that says nothing. */
  record Unplaced() implements Placement {}

  /**
   * A NIfTI volume.
   *
   * @param affine voxel indices to millimetres in RAS, three rows of four; null where it has none
   */
  record Grid(List<Double> affine) implements Placement {}

  /**
   * A DICOM segmentation (PS3.3, A.51).
   *
   * @param frameOfReferenceUid null where it has none
   * @param frames in their order
   */
  record Segmentation(String frameOfReferenceUid, List<SegmentFrame> frames) implements Placement {}

  /**
   * @param position of the first pixel in millimetres, LPS; empty where it is not said
   * @param orientation of rows and columns, six cosines; empty where it is not said
   * @param sources SOP Instance UIDs of the images it was made from
   */
  record SegmentFrame(List<Double> position, List<Double> orientation, List<String> sources) {}
}
