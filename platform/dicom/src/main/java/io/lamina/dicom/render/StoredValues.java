package io.lamina.dicom.render;

import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.PixelDescription;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Stored values out of samples: shifted by the high bit, extended by the sign. */
final class StoredValues {
  private final byte[] bytes;
  private final int size;
  private final PixelDescription pixels;
  private final int shift;
  private final int bits;
  private final ByteBuffer buffer;

  StoredValues(FrameSamples samples) {
    bytes = samples.bytes();
    size = samples.bytesPerSample();
    pixels = samples.description();
    bits = pixels.bitsStored();
    shift = pixels.highBit() + 1 - bits;
    buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int count() {
    return bytes.length / size;
  }

  /** Whether {@link #code} gives all there is to know: at most 16 bits. */
  boolean isTabular() {
    return size <= 2;
  }

  /** Number of different codes. */
  int codes() {
    return 1 << Math.min(bits, 8 * size);
  }

  /** The stored bits of a sample as an unsigned number. */
  int code(int index) {
    int raw =
        size == 1
            ? bytes[index] & 0xff
            : (bytes[2 * index] & 0xff) | ((bytes[2 * index + 1] & 0xff) << 8);
    return (raw >>> shift) & (codes() - 1);
  }

  /** The number a code stands for. */
  int value(int code) {
    return pixels.isSigned() && code >= codes() / 2 ? code - codes() : code;
  }

  /** The number at that sample, whatever its size. */
  double at(int index) {
    if (isTabular()) {
      return value(code(index));
    }
    if (pixels.floatingPoint()) {
      return size == 4 ? buffer.getFloat(4 * index) : buffer.getDouble(8 * index);
    }
    long raw = size == 4 ? buffer.getInt(4 * index) : buffer.getLong(8 * index);
    int unused = 64 - bits;
    long left = (raw >>> shift) << unused;
    return pixels.isSigned() ? left >> unused : left >>> unused;
  }
}
