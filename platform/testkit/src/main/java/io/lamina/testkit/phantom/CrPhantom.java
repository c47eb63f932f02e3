package io.lamina.testkit.phantom;

/**
 * A radiograph of the trunk from the front, 12 bits in 16, MONOCHROME1: low values are bright
 * (PS3.3, A.2).
 */
public final class CrPhantom implements Phantom {
  private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.1";
  private static final String MODALITY = "CR";
  private static final int PLANE = 128;

  private final PhantomHeader header;
  private final Grid grid = new Grid(384, 240, 1);
  private final Anatomy anatomy;

  private CrPhantom(PhantomHeader header) {
    this.header = header;
    this.anatomy = new Anatomy(header.seed());
  }

  public static CrPhantom of() {
    return new CrPhantom(PhantomHeader.DEFAULT);
  }

  public CrPhantom seed(long seed) {
    return new CrPhantom(header.withSeed(seed));
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
    return 1;
  }

  @Override
  public PhantomInstance instance(int index) {
    Elements elements = header.elements(MODALITY, SOP_CLASS, "Phantom radiograph", index);
    grid.describe(elements, "MONOCHROME1", 12, false);
    elements
        .text(0x00080008, "CS", "ORIGINAL\\PRIMARY")
        .text(0x00180015, "CS", "CHEST")
        .text(0x00185101, "CS", "AP")
        .decimals(0x00181164, grid.spacing(), grid.spacing())
        .text(0x00200020, "CS", "L\\F")
        .decimals(0x00281050, 2048)
        .decimals(0x00281051, 4096)
        .words(0x7fe00010, "OW", storedValues());
    return header.finish(elements, MODALITY, index);
  }

  /** What is left of the rays after the body: more matter, lower value. */
  private short[] storedValues() {
    double spacing = grid.columns() * grid.spacing() / PLANE;
    Noise noise = new Noise(header.seed(), 0, 12);
    short[] pixels = new short[grid.pixels()];
    for (int row = 0; row < grid.rows(); row++) {
      double z = (grid.rows() / 2.0 - row - 0.5) * grid.spacing();
      double[] matter = new double[PLANE];
      byte[] plane = anatomy.slice(z, PLANE, PLANE, spacing);
      for (int i = 0; i < plane.length; i++) {
        matter[i % PLANE] += (Anatomy.tissue(plane, i).hounsfield() + 1000) / 1000.0 * spacing;
      }
      for (int column = 0; column < grid.columns(); column++) {
        // 0.006 a millimetre, so that the thickest part of the trunk still lets a fifth through
        double rest = Math.exp(-0.006 * matter[column * PLANE / grid.columns()]);
        int value = (int) (4095 * rest) + noise.next();
        pixels[row * grid.columns() + column] = (short) Math.max(0, Math.min(4095, value));
      }
    }
    return pixels;
  }
}
