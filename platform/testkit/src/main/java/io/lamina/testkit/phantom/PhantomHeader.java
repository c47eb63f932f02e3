package io.lamina.testkit.phantom;

import java.util.Locale;

/**
 * What the images of a study have in common: the patient, study, series, frame of reference and
 * equipment modules (PS3.3, C.7).
 *
 * @param seed names the study and its UIDs, and varies the anatomy and the noise
 */
record PhantomHeader(long seed, PhantomPatient patient, Encoding encoding) {
  static final PhantomHeader DEFAULT =
      new PhantomHeader(1, PhantomPatient.DEFAULT, Encoding.EXPLICIT_LITTLE_ENDIAN);

  private static final String DATE = "20260115";
  private static final String TIME = "101500";

  PhantomHeader withSeed(long other) {
    return new PhantomHeader(other, patient, encoding);
  }

  PhantomHeader withPatient(PhantomPatient other) {
    return new PhantomHeader(seed, other, encoding);
  }

  PhantomHeader withEncoding(Encoding other) {
    return new PhantomHeader(seed, patient, other);
  }

  String studyUid() {
    return Uids.of("study", seed, patient.id());
  }

  String seriesUid(String modality) {
    return Uids.of("series", seed, patient.id(), modality);
  }

  String instanceUid(String modality, int index) {
    return Uids.of("instance", seed, patient.id(), modality, index);
  }

  /**
   * A data set with everything but the image.
   *
   * @param index 0 is the first image of the series
   */
  Elements elements(String modality, String sopClass, String description, int index) {
    return new Elements(patient.characterSet())
        .text(0x00080005, "CS", patient.characterSet().term())
        .text(0x00080012, "DA", DATE)
        .text(0x00080013, "TM", TIME)
        .text(0x00080016, "UI", sopClass)
        .text(0x00080018, "UI", instanceUid(modality, index))
        .text(0x00080020, "DA", DATE)
        .text(0x00080021, "DA", DATE)
        .text(0x00080022, "DA", DATE)
        .text(0x00080023, "DA", DATE)
        .text(0x00080030, "TM", TIME)
        .text(0x00080031, "TM", TIME)
        .text(0x00080032, "TM", TIME)
        .text(0x00080033, "TM", TIME)
        .text(0x00080050, "SH", "ACC" + Long.toUnsignedString(seed, 36).toUpperCase(Locale.ROOT))
        .text(0x00080060, "CS", modality)
        .text(0x00080070, "LO", "Lamina")
        .text(0x00080080, "LO", "Example General Hospital")
        .text(0x00080090, "PN", "Referrer^Rita")
        .text(0x00081010, "SH", "PHANTOM-" + modality)
        .text(0x00081030, "LO", "Phantom trunk")
        .text(0x0008103e, "LO", description)
        .text(0x00081090, "LO", "Phantom factory")
        .text(0x00100010, "PN", patient.name())
        .text(0x00100020, "LO", patient.id())
        .text(0x00100030, "DA", patient.birthDate())
        .text(0x00100040, "CS", patient.sex())
        .text(0x00101010, "AS", "055Y")
        .text(0x00181000, "LO", "LP-0001")
        .text(0x00181020, "LO", "0.1")
        .text(0x00181030, "LO", "Phantom protocol")
        .text(0x0020000d, "UI", studyUid())
        .text(0x0020000e, "UI", seriesUid(modality))
        .text(0x00200010, "SH", "1")
        .text(0x00200011, "IS", "1")
        .text(0x00200012, "IS", "1")
        .text(0x00200013, "IS", Integer.toString(index + 1));
  }

  /** Adds where an axial image lies in the patient (PS3.3, C.7.4.1 and C.7.6.2). */
  void place(Elements elements, String modality, Grid grid, double z, double thickness) {
    double left = -(grid.columns() - 1) / 2.0 * grid.spacing();
    double front = -(grid.rows() - 1) / 2.0 * grid.spacing();
    elements
        .text(0x00180015, "CS", "ABDOMEN")
        .decimals(0x00180050, thickness)
        .text(0x00185100, "CS", "HFS")
        .decimals(0x00200032, left, front, z)
        .decimals(0x00200037, 1, 0, 0, 0, 1, 0)
        .text(0x00200052, "UI", Uids.of("frame of reference", seed, patient.id(), modality))
        .text(0x00201040, "LO", "")
        .decimals(0x00201041, z)
        .decimals(0x00280030, grid.spacing(), grid.spacing());
  }

  PhantomInstance finish(Elements elements, String modality, int index) {
    return new PhantomInstance(
        String.format(Locale.ROOT, "%s%04d.dcm", modality, index + 1),
        instanceUid(modality, index),
        Part10.file(elements, encoding));
  }
}
