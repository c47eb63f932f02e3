package io.lamina.testkit.phantom;

/**
 * An axial CT of the trunk with every attribute the CT Image IOD requires (PS3.3, A.3). Stored
 * values are Hounsfield units plus 1024; unsigned in 12 bits, or signed in 16 with -2000 outside
 * the scanner's round field of view.
 */
public final class CtPhantom implements Phantom {
  private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.2";
  private static final String MODALITY = "CT";
  private static final int INTERCEPT = -1024;
  private static final int PADDING = -2000;
  private static final double NOISE = 9;

  private final PhantomHeader header;
  private final int slices;
  private final Grid grid;
  private final boolean signed;
  private final Anatomy anatomy;

  private CtPhantom(PhantomHeader header, int slices, Grid grid, boolean signed) {
    this.header = header;
    this.slices = slices;
    this.grid = grid;
    this.signed = signed;
    this.anatomy = new Anatomy(header.seed());
  }

  /**
   * 512 x 512, unsigned, explicit little endian, seed 1.
   *
   * @param slices 1 and up; they always cover the whole trunk, so that more are thinner
   */
  public static CtPhantom of(int slices) {
    return new CtPhantom(PhantomHeader.DEFAULT, slices, Grid.ofTrunk(512, 512), false);
  }

  /** Another study with other UIDs, another patient's anatomy and other noise. */
  public CtPhantom seed(long seed) {
    return new CtPhantom(header.withSeed(seed), slices, grid, signed);
  }

  public CtPhantom patient(PhantomPatient patient) {
    return new CtPhantom(header.withPatient(patient), slices, grid, signed);
  }

  public CtPhantom encoding(Encoding encoding) {
    return new CtPhantom(header.withEncoding(encoding), slices, grid, signed);
  }

  /** Pixels of a slice; small ones for quick tests. */
  public CtPhantom size(int columns, int rows) {
    return new CtPhantom(header, slices, Grid.ofTrunk(columns, rows), signed);
  }

  /** Signed samples with padding outside the field of view. */
  public CtPhantom signed() {
    return new CtPhantom(header, slices, grid, true);
  }

  @Override
  public String studyInstanceUid() {
    return header.studyUid();
  }

  @Override
  public String seriesInstanceUid() {
    return header.seriesUid(MODALITY);
  }

  @Override
  public int size() {
    return slices;
  }

  public int columns() {
    return grid.columns();
  }

  public int rows() {
    return grid.rows();
  }

  /** SOP Instance UID of a slice, without making it. */
  public String sopInstanceUid(int slice) {
    return header.instanceUid(MODALITY, slice);
  }

  @Override
  public PhantomInstance instance(int slice) {
    Elements elements = header.elements(MODALITY, SOP_CLASS, "Phantom CT axial", slice);
    header.place(elements, MODALITY, grid, z(slice), spacing());
    grid.describe(elements, "MONOCHROME2", signed ? 16 : 12, signed);
    if (signed) {
      elements.signed(0x00280120, PADDING);
    }
    elements
        .text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL")
        .decimals(0x00180060, 120)
        .decimals(0x00180090, 500)
        .text(0x00181150, "IS", "500")
        .text(0x00181151, "IS", "210")
        .text(0x00181210, "SH", "B30")
        .text(0x00281050, "DS", "40\\300")
        .text(0x00281051, "DS", "400\\1500")
        .decimals(0x00281052, INTERCEPT)
        .decimals(0x00281053, 1)
        .text(0x00281054, "LO", "HU")
        .text(0x00281055, "LO", "ABDOMEN\\BONE")
        .words(0x7fe00010, "OW", storedValues(slice));
    return header.finish(elements, MODALITY, slice);
  }

  /** Samples of a slice as stored, row by row. */
  public short[] storedValues(int slice) {
    byte[] map = map(slice);
    short[] pixels = new short[grid.pixels()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Anatomy.tissue(map, i).hounsfield();
    }
    Noise.soften(pixels, grid);
    Noise noise = new Noise(header.seed(), slice, NOISE);
    for (int i = 0; i < pixels.length; i++) {
      int value = pixels[i] + noise.next() - INTERCEPT;
      pixels[i] = (short) Math.max(0, Math.min(4095, value));
    }
    if (signed) {
      padOutsideFieldOfView(pixels);
    }
    return pixels;
  }

  /** The mask of an organ in a slice, of the slice's size. */
  public MaskImage mask(int slice, Organ... organs) {
    byte[] map = map(slice);
    byte[] labels = new byte[grid.pixels()];
    for (int i = 0; i < labels.length; i++) {
      for (int organ = 0; organ < organs.length; organ++) {
        if (organs[organ].contains(Anatomy.tissue(map, i))) {
          labels[i] = (byte) (organ + 1);
        }
      }
    }
    return new MaskImage(grid.columns(), grid.rows(), labels);
  }

  private byte[] map(int slice) {
    return anatomy.slice(z(slice), grid.columns(), grid.rows(), grid.spacing());
  }

  private double spacing() {
    return Math.round(Anatomy.HEIGHT / slices * 1e4) / 1e4;
  }

  private double z(int slice) {
    return (slice - (slices - 1) / 2.0) * spacing();
  }

  private void padOutsideFieldOfView(short[] pixels) {
    double middleColumn = (grid.columns() - 1) / 2.0;
    double middleRow = (grid.rows() - 1) / 2.0;
    double radius = Math.min(grid.columns(), grid.rows()) / 2.0;
    for (int row = 0; row < grid.rows(); row++) {
      for (int column = 0; column < grid.columns(); column++) {
        if (Math.hypot(column - middleColumn, row - middleRow) > radius) {
          pixels[row * grid.columns() + column] = PADDING;
        }
      }
    }
  }
}
