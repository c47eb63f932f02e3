package io.lamina.studies.domain;

import io.lamina.api.blob.ByteSource;
import io.lamina.api.error.LaminaException;
import io.lamina.dicom.DataSet;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.DicomObject;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.OptionalInt;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Reads of an object's header what the catalog keeps, and refuses what it cannot keep. */
final class HeaderReader {
  /** What fits into a binary column of H2; a larger header is read from its object again. */
  private static final int MOST_JSON = 1_000_000;

  private static final int SHORT_TEXT = 200;
  private static final int LONG_TEXT = 400;

  private final Dicom dicom;

  HeaderReader(Dicom dicom) {
    this.dicom = dicom;
  }

  /**
   * @throws LaminaException 400 that says what is wrong with the object and repeats no value of it
   */
  InstanceFacts read(ByteSource source) throws IOException {
    DicomObject object = dicom.parse(source);
    DataSet header = object.dataSet();
    String sopClass = uid(header, Tag.SOP_CLASS_UID, "SOP Class UID (0008,0016)");
    String instance = uid(header, Tag.SOP_INSTANCE_UID, "SOP Instance UID (0008,0018)");
    return new InstanceFacts(
        patient(header),
        study(header),
        series(header),
        instance,
        sopClass,
        object.transferSyntaxUid(),
        integer(header, Tag.INSTANCE_NUMBER),
        object.pixels().map(pixels -> image(header, pixels)).orElse(null),
        json(object));
  }

  /** DICOM JSON of an object, gzipped. */
  byte[] compressedJson(DicomObject object) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(4096);
    try (GZIPOutputStream gzip = new FastGzip(compressed)) {
      dicom.writeJson(object, gzip);
    }
    return compressed.toByteArray();
  }

  private byte[] json(DicomObject object) throws IOException {
    byte[] compressed = compressedJson(object);
    return compressed.length > MOST_JSON ? null : compressed;
  }

  private static PatientFacts patient(DataSet header) {
    return new PatientFacts(
        text(header, Tag.PATIENT_ID, SHORT_TEXT),
        text(header, Tag.PATIENT_NAME, LONG_TEXT),
        date(header, Tag.PATIENT_BIRTH_DATE),
        optionalText(header, Tag.PATIENT_SEX, 16));
  }

  private static StudyFacts study(DataSet header) {
    return new StudyFacts(
        uid(header, Tag.STUDY_INSTANCE_UID, "Study Instance UID (0020,000D)"),
        date(header, Tag.STUDY_DATE),
        optionalText(header, Tag.STUDY_TIME, 32),
        optionalText(header, Tag.STUDY_ID, SHORT_TEXT),
        text(header, Tag.ACCESSION_NUMBER, SHORT_TEXT),
        text(header, Tag.STUDY_DESCRIPTION, LONG_TEXT),
        optionalText(header, Tag.REFERRING_PHYSICIAN_NAME, LONG_TEXT));
  }

  private static SeriesFacts series(DataSet header) {
    return new SeriesFacts(
        uid(header, Tag.SERIES_INSTANCE_UID, "Series Instance UID (0020,000E)"),
        integer(header, Tag.SERIES_NUMBER),
        text(header, Tag.MODALITY, 16),
        text(header, Tag.SERIES_DESCRIPTION, LONG_TEXT));
  }

  private static ImageFacts image(DataSet header, PixelDescription pixels) {
    double[] spacing = header.decimals(Tag.PIXEL_SPACING);
    if (spacing.length != 2) {
      spacing = header.decimals(Tag.IMAGER_PIXEL_SPACING);
    }
    boolean spaced = spacing.length == 2 && spacing[0] > 0 && spacing[1] > 0;
    return new ImageFacts(
        pixels.rows(),
        pixels.columns(),
        pixels.frames(),
        decimal(header, Tag.WINDOW_CENTER),
        decimal(header, Tag.WINDOW_WIDTH),
        spaced ? spacing[0] : null,
        spaced ? spacing[1] : null);
  }

  private static String uid(DataSet header, int tag, String name) {
    String uid = header.string(tag).orElse("");
    if (uid.isEmpty()) {
      throw LaminaException.badRequest("The object has no " + name);
    }
    if (!Uids.valid(uid)) {
      throw LaminaException.badRequest(
          "The " + name + " is no UID: at most 64 digits and dots (PS3.5, 9.1)");
    }
    return uid;
  }

  private static String text(DataSet header, int tag, int most) {
    StringBuilder kept = new StringBuilder();
    header
        .string(tag)
        .orElse("")
        .codePoints()
        .filter(
            point ->
                !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE)
        .limit(most)
        .forEach(kept::appendCodePoint);
    // the columns count UTF-16 units
    return kept.length() <= most ? kept.toString() : kept.substring(0, most);
  }

  private static String optionalText(DataSet header, int tag, int most) {
    String text = text(header, tag, most);
    return text.isEmpty() ? null : text;
  }

  private static LocalDate date(DataSet header, int tag) {
    return header.string(tag).flatMap(DateRange::date).orElse(null);
  }

  private static Integer integer(DataSet header, int tag) {
    OptionalInt value = header.integer(tag);
    return value.isPresent() ? value.getAsInt() : null;
  }

  private static Double decimal(DataSet header, int tag) {
    double value = header.decimal(tag).orElse(Double.NaN);
    return Double.isFinite(value) ? value : null;
  }

  /** Headers are many and small: level 1 costs a third of the default and gives 10 % more bytes. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream target) throws IOException {
      super(target);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
