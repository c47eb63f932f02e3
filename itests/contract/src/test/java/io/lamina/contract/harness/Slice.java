package io.lamina.contract.harness;

/**
 * One small CT image of 16 bit and what it should be read back as.
 *
 * @param frames 1 for an image without the element NumberOfFrames
 * @param pixels all frames' samples, little endian
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Slice(
    String study,
    String series,
    String sop,
    int number,
    int rows,
    int columns,
    int frames,
    byte[] pixels) {

  /** A new image of a series, its samples made from the number. */
  public static Slice of(String study, String series, int number, int rows, int columns) {
    final byte[] pixels = new byte[rows * columns * 2];
    for (int i = 0; i < pixels.length; i += 2) {
      final int value = (i * 31 + number * 977) & 0x0FFF;
      pixels[i] = (byte) value;
      pixels[i + 1] = (byte) (value >> 8);
    }
    return new Slice(study, series, DicomWriter.uid(), number, rows, columns, 1, pixels);
  }

  public static Slice any() {
    return of(DicomWriter.uid(), DicomWriter.uid(), 1, 16, 16);
  }

  /** Everything up to the pixel data, which a caller may then get wrong. */
  public DicomWriter header() {
    final DicomWriter writer =
        new DicomWriter()
            .text(0x00080016, "UI", DicomWriter.CT)
            .text(0x00080018, "UI", sop)
            .text(0x00080020, "DA", "20240115")
            .text(0x00080060, "CS", "CT")
            .text(0x0008103E, "LO", "Chest CT")
            .text(0x00100010, "PN", "Doe^John")
            .text(0x00100020, "LO", "12345")
            .text(0x0020000D, "UI", study)
            .text(0x0020000E, "UI", series)
            .text(0x00200011, "IS", "1")
            .text(0x00200013, "IS", Integer.toString(number))
            .number(0x00280002, 1)
            .text(0x00280004, "CS", "MONOCHROME2");
    if (frames > 1) {
      writer.text(0x00280008, "IS", Integer.toString(frames));
    }
    return writer
        .number(0x00280010, rows)
        .number(0x00280011, columns)
        .text(0x00280030, "DS", "0.5\\0.5")
        .number(0x00280100, 16)
        .number(0x00280101, 12)
        .number(0x00280102, 11)
        .number(0x00280103, 0)
        .text(0x00281050, "DS", "40")
        .text(0x00281051, "DS", "400");
  }

  public byte[] file() {
    return DicomWriter.file(
        DicomWriter.EXPLICIT, sop, header().bytes(0x7FE00010, "OW", pixels).dataSet());
  }
}
