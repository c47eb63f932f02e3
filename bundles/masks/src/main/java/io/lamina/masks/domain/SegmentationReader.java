package io.lamina.masks.domain;

import io.lamina.dicom.DataSet;
import io.lamina.dicom.DicomObject;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads size and place of a DICOM object; the place of a segmentation alone (PS3.3, A.51). */
final class SegmentationReader {
  private static final String SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4";

  private static final int FRAME_OF_REFERENCE_UID = 0x00200052;
  private static final int SHARED_GROUPS = 0x52009229;
  private static final int PER_FRAME_GROUPS = 0x52009230;
  private static final int PLANE_POSITION = 0x00209113;
  private static final int PLANE_ORIENTATION = 0x00209116;
  private static final int IMAGE_POSITION = 0x00200032;
  private static final int IMAGE_ORIENTATION = 0x00200037;
  private static final int DERIVATION_IMAGE = 0x00089124;
  private static final int SOURCE_IMAGE = 0x00082112;
  private static final int REFERENCED_SOP_INSTANCE_UID = 0x00081155;

  private SegmentationReader() {}

  static Format read(DicomObject object) {
    Optional<PixelDescription> pixels = object.pixels();
    Extent extent =
        pixels
            .map(found -> new Extent(found.columns(), found.rows(), found.frames()))
            .orElse(Extent.UNKNOWN);
    DataSet data = object.dataSet();
    if (!data.string(Tag.SOP_CLASS_UID).filter(SEGMENTATION::equals).isPresent()) {
      return Format.of(Format.DICOM, extent);
    }
    if (pixels.isEmpty()) {
      return Format.UNKNOWN;
    }
    return new Format(
        Format.DICOM,
        extent,
        new Placement.Segmentation(
            data.string(FRAME_OF_REFERENCE_UID).orElse(null), frames(data, extent.frames())));
  }

  private static List<Placement.SegmentFrame> frames(DataSet data, int count) {
    DataSet shared = data.items(SHARED_GROUPS).stream().findFirst().orElse(null);
    List<Placement.SegmentFrame> frames = new ArrayList<>();
    for (DataSet own : data.items(PER_FRAME_GROUPS)) {
      if (frames.size() == count) {
        break;
      }
      frames.add(
          new Placement.SegmentFrame(
              numbers(own, shared, PLANE_POSITION, IMAGE_POSITION),
              numbers(own, shared, PLANE_ORIENTATION, IMAGE_ORIENTATION),
              sources(own)));
    }
    return List.copyOf(frames);
  }

  private static List<Double> numbers(DataSet own, DataSet shared, int group, int tag) {
    List<Double> numbers = numbers(own, group, tag);
    return numbers.isEmpty() && shared != null ? numbers(shared, group, tag) : numbers;
  }

  private static List<Double> numbers(DataSet groups, int group, int tag) {
    return groups.items(group).stream()
        .findFirst()
        .map(item -> Arrays.stream(item.decimals(tag)).boxed().toList())
        .orElse(List.of());
  }

  private static List<String> sources(DataSet frame) {
    return frame.items(DERIVATION_IMAGE).stream()
        .flatMap(derivation -> derivation.items(SOURCE_IMAGE).stream())
        .flatMap(source -> source.string(REFERENCED_SOP_INSTANCE_UID).stream())
        .toList();
  }
}
