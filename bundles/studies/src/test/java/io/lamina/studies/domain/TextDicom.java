package io.lamina.studies.domain;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.BulkDataUris;
import io.lamina.dicom.DataSet;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.DicomObject;
import io.lamina.dicom.DisplayAttributes;
import io.lamina.dicom.ElementEditor;
import io.lamina.dicom.ElementVisitor;
import io.lamina.dicom.FrameIndex;
import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.RenderOptions;
import io.lamina.dicom.RenderedFrame;
import io.lamina.dicom.Tag;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Objects written as lines of {@code tag=value}, for tests that are about rules and not about
 * DICOM. A text without a SOP Instance UID is not taken for an object.
 */
public final class TextDicom implements Dicom {
  private final Consumer<Map<Integer, String>> reading;
  private int renderings;

  public TextDicom() {
    this(values -> {});
  }

  /**
   * @param reading done with each object while it is read
   */
  public TextDicom(Consumer<Map<Integer, String>> reading) {
    this.reading = reading;
  }

  /** An object of a study and a series with an image of 2x2. */
  public static Text object(String study, String series, String instance) {
    return new Text(new HashMap<>())
        .with(Tag.STUDY_INSTANCE_UID, study)
        .with(Tag.SERIES_INSTANCE_UID, series)
        .with(Tag.SOP_INSTANCE_UID, instance)
        .with(Tag.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.2")
        .with(Tag.MODALITY, "CT")
        .with(Tag.PATIENT_NAME, "Doe^John")
        .with(Tag.PATIENT_ID, "12345")
        .with(Tag.STUDY_DATE, "20240115")
        .with(Tag.PIXEL_DATA, "x");
  }

  /** An object in the making. */
  public record Text(Map<Integer, String> values) {
    public Text with(int tag, String value) {
      Map<Integer, String> all = new HashMap<>(values);
      all.put(tag, value);
      return new Text(all);
    }

    public byte[] bytes() {
      StringBuilder lines = new StringBuilder();
      values.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              one -> lines.append(one.getKey()).append('=').append(one.getValue()).append('\n'));
      return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  public int renderings() {
    return renderings;
  }

  @Override
  public DicomObject parse(ByteSource source) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(source.size())];
    source.readFully(bytes, 0);
    Map<Integer, String> values = new HashMap<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
      String[] parts = line.split("=", 2);
      if (parts.length == 2 && parts[0].matches("-?\\d+")) {
        values.put(Integer.parseInt(parts[0]), parts[1]);
      }
    }
    if (values.isEmpty()) {
      throw new InvalidDicomException(
          InvalidDicomException.Reason.NOT_DICOM, "The file is no DICOM object");
    }
    reading.accept(values);
    return new TextObject(new TextDataSet(values), source);
  }

  @Override
  public FrameSamples decode(DicomObject object, int frame) {
    return new FrameSamples(
        new byte[] {1, 2, 3, 4}, 1, "MONOCHROME2", object.pixels().orElseThrow());
  }

  @Override
  public RenderedFrame render(DicomObject object, RenderOptions options) {
    renderings++;
    return new RenderedFrame(
        options.toString().getBytes(StandardCharsets.UTF_8),
        2,
        2,
        options.windowCenter().orElse(40),
        options.windowWidth().orElse(400));
  }

  @Override
  public void writeJson(DicomObject object, BulkDataUris bulkData, OutputStream target)
      throws IOException {
    target.write(
        ("{\"00080018\":{\"vr\":\"UI\",\"Value\":[\"" + object.sopInstanceUid() + "\"]}}")
            .getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void rewrite(DicomObject object, ElementEditor editor, OutputStream target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean decodes(String transferSyntaxUid) {
    return true;
  }

  private record TextObject(DataSet dataSet, ByteSource source) implements DicomObject {
    @Override
    public DataSet fileMeta() {
      return new TextDataSet(Map.of());
    }

    @Override
    public String transferSyntaxUid() {
      return "1.2.840.10008.1.2.1";
    }

    @Override
    public Optional<PixelDescription> pixels() {
      return dataSet.contains(Tag.PIXEL_DATA)
          ? Optional.of(new PixelDescription(2, 2, 1, 8, 8, 7, 0, "MONOCHROME2", 0, 1))
          : Optional.empty();
    }

    @Override
    public FrameIndex frameIndex() {
      return dataSet.contains(Tag.PIXEL_DATA)
          ? FrameIndex.ofNative(false, 0, 32, 1)
          : FrameIndex.EMPTY;
    }

    @Override
    public DisplayAttributes display(int frame) {
      return new DisplayAttributes(
          1,
          0,
          dataSet.decimal(Tag.WINDOW_CENTER),
          dataSet.decimal(Tag.WINDOW_WIDTH),
          Arrays.stream(dataSet.decimals(Tag.PIXEL_SPACING)).boxed().toList());
    }
  }

  private record TextDataSet(Map<Integer, String> values) implements DataSet {
    @Override
    public boolean contains(int tag) {
      return values.containsKey(tag);
    }

    @Override
    public Optional<String> vr(int tag) {
      return Optional.empty();
    }

    @Override
    public Optional<String> string(int tag) {
      return strings(tag).stream().findFirst();
    }

    @Override
    public List<String> strings(int tag) {
      return values.containsKey(tag) ? List.of(values.get(tag).split("\\\\")) : List.of();
    }

    @Override
    public OptionalInt integer(int tag) {
      return values.containsKey(tag)
          ? OptionalInt.of(Integer.parseInt(values.get(tag)))
          : OptionalInt.empty();
    }

    @Override
    public OptionalDouble decimal(int tag) {
      return Arrays.stream(decimals(tag)).findFirst();
    }

    @Override
    public double[] decimals(int tag) {
      return strings(tag).stream().mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    public Optional<byte[]> bytes(int tag) {
      return Optional.empty();
    }

    @Override
    public List<DataSet> items(int tag) {
      return List.of();
    }

    @Override
    public void visit(ElementVisitor visitor) {
      throw new UnsupportedOperationException();
    }
  }
}
