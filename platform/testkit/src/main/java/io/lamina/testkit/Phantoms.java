package io.lamina.testkit;

import io.lamina.testkit.phantom.CrPhantom;
import io.lamina.testkit.phantom.CtPhantom;
import io.lamina.testkit.phantom.MrPhantom;
import io.lamina.testkit.phantom.UsPhantom;

/**
 * Studies that the project makes itself: seeded, the same bytes every time, image by image.
 *
 * <pre>{@code
 * CtPhantom ct = Phantoms.ct(48).seed(7);
 * ct.writeTo(folder);                                  // 48 files
 * byte[] file = ct.instance(20).file();                // one of them
 * byte[] png = ct.mask(20, Organ.LIVER).png();         // a mask of it
 * }</pre>
 */
public final class Phantoms {
  private Phantoms() {}

  /** An axial CT of the trunk, 512 x 512, unsigned, that shows liver and kidneys. */
  public static CtPhantom ct(int slices) {
    return CtPhantom.of(slices);
  }

  /** A CT of 64 x 64 pixels, for tests that look at no picture. */
  public static CtPhantom smallCt(int slices) {
    return CtPhantom.of(slices).size(64, 64);
  }

  /** An axial MR, 256 x 256. */
  public static MrPhantom mr(int slices) {
    return MrPhantom.of(slices);
  }

  /** An RGB ultrasound clip in one multi-frame image, 320 x 240. */
  public static UsPhantom us(int frames) {
    return UsPhantom.of(frames);
  }

  /** A MONOCHROME1 radiograph, 384 x 240. */
  public static CrPhantom cr() {
    return CrPhantom.of();
  }
}
