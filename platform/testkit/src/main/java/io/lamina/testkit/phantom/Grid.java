package io.lamina.testkit.phantom;

/**
 * The pixels of a picture.
 *
 * @param spacing millimetres between the middles of two pixels, both ways
 */
record Grid(int columns, int rows, double spacing) {
  /** Shows the whole trunk, rounded so that the header's decimal string is exact. */
  static Grid ofTrunk(int columns, int rows) {
    double spacing = Anatomy.WIDTH / Math.min(columns, rows);
    return new Grid(columns, rows, Math.round(spacing * 1e4) / 1e4);
  }

  int pixels() {
    return columns * rows;
  }

  /** Adds the image pixel module for one sample a pixel (PS3.3, C.7.6.3). */
  void describe(Elements elements, String photometric, int bitsStored, boolean signed) {
    elements
        .unsigned(0x00280002, 1)
        .text(0x00280004, "CS", photometric)
        .unsigned(0x00280010, rows)
        .unsigned(0x00280011, columns)
        .unsigned(0x00280100, 16)
        .unsigned(0x00280101, bitsStored)
        .unsigned(0x00280102, bitsStored - 1)
        .unsigned(0x00280103, signed ? 1 : 0);
  }
}
