package io.lamina.dicom.parse;

import java.util.Arrays;

/** Fragments of encapsulated pixel data (PS3.5, A.4), in order, without the offset table. */
public final class Fragments {
  private long[] positions = new long[4];
  private int[] lengths = new int[4];
  private int count;
  private long tablePosition;
  private int tableLength;

  void table(long position, int length) {
    tablePosition = position;
    tableLength = length;
  }

  void add(long position, int length) {
    if (count == positions.length) {
      positions = Arrays.copyOf(positions, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    positions[count] = position;
    lengths[count++] = length;
  }

  public int count() {
    return count;
  }

  /** Position of the fragment's bytes. */
  public long position(int index) {
    return positions[index];
  }

  public int length(int index) {
    return lengths[index];
  }

  /** Position of the Basic Offset Table's bytes. */
  public long tablePosition() {
    return tablePosition;
  }

  /** Bytes of the Basic Offset Table; 0 where it is empty. */
  public int tableLength() {
    return tableLength;
  }
}
