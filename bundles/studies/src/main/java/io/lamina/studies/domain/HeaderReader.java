package io.lamina.studies.domain;

import io.lamina.api.blob.ByteSource;
import io.lamina.api.error.LaminaException;
import io.lamina.dicom.DataSet;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.DicomObject;
import io.lamina.dicom.DisplayAttributes;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Reads of an object's header what the catalog keeps, and refuses what it cannot keep. */
final class HeaderReader {
  /** What fits into a binary column of H2; a larger header is read from its object again. */
  private static final int MOST_BYTES = 1_000_000;

  private static final int SHORT_TEXT = 200;
  private static final int LONG_TEXT = 400;

  private final Dicom dicom;

  HeaderReader(Dicom dicom) {
    this.dicom = dicom;
  }

  /**
   * @param sha256 of the file
   * @throws LaminaException 400 that says what is wrong with the object and repeats no value of it
   */
  InstanceFacts read(ByteSource source, String sha256) throws IOException {
    DicomObject object = dicom.parse(source);
    DataSet header = object.dataSet();
    String sopClass =
        uid(header, Tag.SOP_CLASS_UID, "SOP Class UID (0008,0016)")
            .orElseThrow(() -> missing("SOP Class UID (0008,0016): it is no stored object"));
    Identity identity = identity(header, sha256);
    return new InstanceFacts(
        patient(header),
        study(header, identity.study()),
        series(header, identity.series()),
        identity.instance(),
        sopClass,
        object.transferSyntaxUid(),
        integer(header, Tag.INSTANCE_NUMBER),
        object.pixels().map(pixels -> image(object.display(1), pixels)).orElse(null),
        json(object),
        frames(object));
  }

  private record Identity(String study, String series, String instance) {}

  /**
   * A picture that was converted outside of any study names neither study nor series: it becomes a
   * study of its own, under UIDs that its content gives, so that a repeat is known. An object that
   * names one and not the other is broken.
   */
  private static Identity identity(DataSet header, String sha256) {
    Optional<String> study = uid(header, Tag.STUDY_INSTANCE_UID, "Study Instance UID (0020,000D)");
    Optional<String> series =
        uid(header, Tag.SERIES_INSTANCE_UID, "Series Instance UID (0020,000E)");
    Optional<String> instance = uid(header, Tag.SOP_INSTANCE_UID, "SOP Instance UID (0008,0018)");
    if (study.isEmpty() && series.isEmpty()) {
      return new Identity(
          Uids.derived("study", sha256),
          Uids.derived("series", sha256),
          instance.orElseGet(() -> Uids.derived("instance", sha256)));
    }
    return new Identity(
        study.orElseThrow(() -> missing("Study Instance UID (0020,000D)")),
        series.orElseThrow(() -> missing("Series Instance UID (0020,000E)")),
        instance.orElseThrow(() -> missing("SOP Instance UID (0008,0018)")));
  }

  /** DICOM JSON of an object, gzipped; null where it is too large to be kept. */
  private byte[] json(DicomObject object) throws IOException {
    Bounded compressed = new Bounded();
    try (GZIPOutputStream gzip = new FastGzip(compressed)) {
      dicom.writeJson(object, gzip);
    }
    return compressed.overflown ? null : compressed.toByteArray();
  }

  private static PatientFacts patient(DataSet header) {
    return new PatientFacts(
        text(header, Tag.PATIENT_ID, SHORT_TEXT),
        text(header, Tag.PATIENT_NAME, LONG_TEXT),
        date(header, Tag.PATIENT_BIRTH_DATE),
        optionalText(header, Tag.PATIENT_SEX, 16));
  }

  private static StudyFacts study(DataSet header, String uid) {
    return new StudyFacts(
        uid,
        date(header, Tag.STUDY_DATE),
        optionalText(header, Tag.STUDY_TIME, 32),
        optionalText(header, Tag.STUDY_ID, SHORT_TEXT),
        text(header, Tag.ACCESSION_NUMBER, SHORT_TEXT),
        text(header, Tag.STUDY_DESCRIPTION, LONG_TEXT),
        optionalText(header, Tag.REFERRING_PHYSICIAN_NAME, LONG_TEXT));
  }

  private static SeriesFacts series(DataSet header, String uid) {
    return new SeriesFacts(
        uid,
        integer(header, Tag.SERIES_NUMBER),
        text(header, Tag.MODALITY, 16),
        text(header, Tag.SERIES_DESCRIPTION, LONG_TEXT));
  }

  private static byte[] frames(DicomObject object) throws IOException {
    byte[] index = object.frameIndex().toBytes();
    return index.length > MOST_BYTES ? null : index;
  }

  private static ImageFacts image(DisplayAttributes shown, PixelDescription pixels) {
    List<Double> spacing = shown.pixelSpacing();
    boolean spaced = spacing.size() == 2;
    return new ImageFacts(
        pixels.rows(),
        pixels.columns(),
        pixels.frames(),
        finite(shown.windowCenter()),
        finite(shown.windowWidth()),
        spaced ? spacing.get(0) : null,
        spaced ? spacing.get(1) : null);
  }

  private static Optional<String> uid(DataSet header, int tag, String name) {
    Optional<String> uid = header.string(tag).filter(text -> !text.isEmpty());
    if (uid.isPresent() && !Uids.valid(uid.get())) {
      throw LaminaException.badRequest(
          "The " + name + " is no UID: at most 64 digits and dots (PS3.5, 9.1)");
    }
    return uid;
  }

  private static LaminaException missing(String name) {
    return LaminaException.badRequest("The object has no " + name);
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

  private static Double finite(OptionalDouble value) {
    return value.isPresent() && Double.isFinite(value.getAsDouble()) ? value.getAsDouble() : null;
  }

  /** Keeps no more than {@link #MOST_BYTES}, however much is written. */
  private static final class Bounded extends ByteArrayOutputStream {
    private boolean overflown;

    Bounded() {
      super(4096);
    }

    @Override
    public synchronized void write(int value) {
      if (fits(1)) {
        super.write(value);
      }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      if (fits(length)) {
        super.write(bytes, offset, length);
      }
    }

    private boolean fits(int more) {
      overflown |= size() + (long) more > MOST_BYTES;
      return !overflown;
    }
  }

  /** Headers are many and small: level 1 costs a third of the default and gives 10 % more bytes. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream target) throws IOException {
      super(target);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
