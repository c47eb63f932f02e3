package io.lamina.testkit.phantom;

import java.util.SplittableRandom;

/**
 * An ultrasound clip: RGB by pixel, 8 bit, several frames of a beating vessel in a fan of speckle
 * (PS3.3, A.7).
 */
public final class UsPhantom implements Phantom {
  private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.3.1";
  private static final String MODALITY = "US";
  private static final int COLUMNS = 320;
  private static final int ROWS = 240;

  private final PhantomHeader header;
  private final int frames;

  private UsPhantom(PhantomHeader header, int frames) {
    this.header = header;
    this.frames = frames;
  }

  /**
   * @param frames of the clip, 1 and up
   */
  public static UsPhantom of(int frames) {
    return new UsPhantom(PhantomHeader.DEFAULT, frames);
  }

  public UsPhantom seed(long seed) {
    return new UsPhantom(header.withSeed(seed), frames);
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
    Elements elements = header.elements(MODALITY, SOP_CLASS, "Phantom clip", index);
    elements
        .text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\ABDOMINAL")
        .text(0x00180015, "CS", "ABDOMEN")
        .decimals(0x00181063, 40)
        .text(0x00200020, "CS", "")
        .unsigned(0x00280002, 3)
        .text(0x00280004, "CS", "RGB")
        .unsigned(0x00280006, 0)
        .text(0x00280008, "IS", Integer.toString(frames))
        .words(0x00280009, "AT", new short[] {0x0018, 0x1063})
        .unsigned(0x00280010, ROWS)
        .unsigned(0x00280011, COLUMNS)
        .unsigned(0x00280100, 8)
        .unsigned(0x00280101, 8)
        .unsigned(0x00280102, 7)
        .unsigned(0x00280103, 0)
        .text(0x00282110, "CS", "00")
        .bytes(0x7fe00010, "OB", clip());
    return header.finish(elements, MODALITY, index);
  }

  private byte[] clip() {
    byte[] samples = new byte[frames * ROWS * COLUMNS * 3];
    SplittableRandom random = new SplittableRandom(header.seed());
    int at = 0;
    for (int frame = 0; frame < frames; frame++) {
      double radius = 26 + 6 * Math.sin(2 * Math.PI * frame / 10);
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          int speckle = 40 + (int) (90 * random.nextDouble() * random.nextDouble());
          boolean fan = Math.abs(column - COLUMNS / 2) < 30 + row * 0.5;
          boolean vessel = Math.hypot(column - 165, row - 130) < radius;
          samples[at++] = (byte) (!fan ? 0 : vessel ? 170 : speckle);
          samples[at++] = (byte) (!fan ? 0 : vessel ? 20 : speckle);
          samples[at++] = (byte) (!fan ? 0 : vessel ? 20 : speckle);
        }
      }
    }
    return samples;
  }
}
