package io.lamina.dicom.codec;

import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/** Samples out of what the pure Java readers give. */
final class RasterSamples {
  private RasterSamples() {}

  static Codec.Samples of(Raster raster, Codestream header) {
    if (raster.getWidth() != header.columns()
        || raster.getHeight() != header.rows()
        || raster.getNumBands() != header.components()) {
      throw new InvalidDicomException(
          Reason.MALFORMED, "The compressed pixel data is damaged and cannot be decoded");
    }
    int type = raster.getDataBuffer().getDataType();
    int size = header.precision() > 16 ? 4 : header.precision() > 8 ? 2 : 1;
    int bands = raster.getNumBands();
    int width = raster.getWidth();
    byte[] bytes = new byte[raster.getHeight() * width * bands * size];
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int value : row) {
        for (int b = 0; b < size; b++) {
          bytes[at++] = (byte) (value >> (8 * b));
        }
      }
    }
    boolean signed = type == DataBuffer.TYPE_SHORT || type == DataBuffer.TYPE_INT;
    return new Codec.Samples(bytes, size, signed);
  }
}
