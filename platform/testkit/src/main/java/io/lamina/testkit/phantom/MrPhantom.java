package io.lamina.testkit.phantom;

/** A T1-weighted axial MR of the trunk, 256 x 256, unsigned 16 bit (PS3.3, A.4). */
public final class MrPhantom implements Phantom {
  private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.4";
  private static final String MODALITY = "MR";
  private static final double NOISE = 12;

  private final PhantomHeader header;
  private final int slices;
  private final Grid grid = Grid.ofTrunk(256, 256);
  private final Anatomy anatomy;

  private MrPhantom(PhantomHeader header, int slices) {
    this.header = header;
    this.slices = slices;
    this.anatomy = new Anatomy(header.seed());
  }

  /**
   * @param slices 1 and up; they always cover the whole trunk
   */
  public static MrPhantom of(int slices) {
    return new MrPhantom(PhantomHeader.DEFAULT, slices);
  }

  public MrPhantom seed(long seed) {
    return new MrPhantom(header.withSeed(seed), slices);
  }

  public MrPhantom patient(PhantomPatient patient) {
    return new MrPhantom(header.withPatient(patient), slices);
  }

  public MrPhantom encoding(Encoding encoding) {
    return new MrPhantom(header.withEncoding(encoding), slices);
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

  @Override
  public PhantomInstance instance(int slice) {
    double spacing = Math.round(Anatomy.HEIGHT / slices * 1e4) / 1e4;
    double z = (slice - (slices - 1) / 2.0) * spacing;
    Elements elements = header.elements(MODALITY, SOP_CLASS, "Phantom MR T1 axial", slice);
    header.place(elements, MODALITY, grid, z, spacing);
    grid.describe(elements, "MONOCHROME2", 16, false);
    elements
        .text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\OTHER")
        .text(0x00180020, "CS", "SE")
        .text(0x00180021, "CS", "NONE")
        .text(0x00180022, "CS", "")
        .text(0x00180023, "CS", "2D")
        .decimals(0x00180080, 560)
        .decimals(0x00180081, 12)
        .decimals(0x00180087, 1.5)
        .text(0x00180091, "IS", "1")
        .decimals(0x00281050, 450)
        .decimals(0x00281051, 900)
        .words(0x7fe00010, "OW", storedValues(z, slice));
    return header.finish(elements, MODALITY, slice);
  }

  private short[] storedValues(double z, int slice) {
    byte[] map = anatomy.slice(z, grid.columns(), grid.rows(), grid.spacing());
    short[] pixels = new short[grid.pixels()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Anatomy.tissue(map, i).signal();
    }
    Noise.soften(pixels, grid);
    Noise noise = new Noise(header.seed(), slice, NOISE);
    for (int i = 0; i < pixels.length; i++) {
      // a magnitude image: noise folds up at zero
      pixels[i] = (short) Math.abs(pixels[i] + noise.next());
    }
    return pixels;
  }
}
