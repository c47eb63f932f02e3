package io.lamina.dicom.codec;

/** Order of the components in memory. */
public final class Interleaving {
  private Interleaving() {}

  /** From one plane a component to one pixel after the other. */
  public static byte[] interleave(byte[] planes, int pixels, int components, int size) {
    byte[] out = new byte[pixels * components * size];
    int at = 0;
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < components; c++) {
        int from = (c * pixels + p) * size;
        for (int b = 0; b < size; b++) {
          out[at++] = planes[from + b];
        }
      }
    }
    return out;
  }

  /** BGR to RGB, in place. */
  static byte[] swapFirstAndThird(byte[] pixels, int size) {
    int stride = 3 * size;
    for (int p = 0; p + stride <= pixels.length; p += stride) {
      for (int b = 0; b < size; b++) {
        byte first = pixels[p + b];
        pixels[p + b] = pixels[p + 2 * size + b];
        pixels[p + 2 * size + b] = first;
      }
    }
    return pixels;
  }
}
