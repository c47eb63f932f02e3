package io.lamina.dicom.parse;

import org.aoju.bus.image.galaxy.data.ElementDictionary;
import org.aoju.bus.image.galaxy.data.VR;

/** VR of a tag where the stream does not say it (PS3.6). */
final class Dictionary {
  private static final ElementDictionary STANDARD =
      ElementDictionary.getStandardElementDictionary();

  private Dictionary() {}

  /**
   * @param signedPixels Pixel Representation that holds for the data set; decides for the elements
   *     that are US or SS
   * @return UN where the tag is not known
   */
  static Vr vr(int tag, boolean signedPixels) {
    int element = tag & 0xffff;
    if (element == 0) {
      return Vr.UL;
    }
    if ((tag & 0x10000) != 0) {
      return element >= 0x10 && element <= 0xff ? Vr.LO : Vr.UN;
    }
    return switch (tag) {
      // US or SS in PS3.6
      case 0x00280106,
              0x00280107,
              0x00280108,
              0x00280109,
              0x00280110,
              0x00280111,
              0x00280120,
              0x00280121,
              0x00281101,
              0x00281102,
              0x00281103,
              0x00283002 ->
          signedPixels ? Vr.SS : Vr.US;
      case 0x7FE00001, 0x7FE00002 -> Vr.OV;
      default -> {
        VR vr = STANDARD.vrOf(tag);
        Vr known = vr == null ? null : Vr.named(vr.name());
        yield known == null ? Vr.UN : known;
      }
    };
  }
}
