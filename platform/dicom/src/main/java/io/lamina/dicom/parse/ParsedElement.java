package io.lamina.dicom.parse;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * One element: where it stands in the content, and its value where that is in memory. The header
 * runs from start to valuePosition, what belongs to it ends at end.
 */
public final class ParsedElement {
  private final int tag;
  private final Vr vr;
  private final long start;
  private final long valuePosition;
  private final long end;
  private final boolean undefinedLength;
  private byte[] chunk;
  private int offset;
  private List<ParsedDataSet> items;
  private Fragments fragments;

  ParsedElement(int tag, Vr vr, long start, long valuePosition, long end, boolean undefinedLength) {
    this.tag = tag;
    this.vr = vr;
    this.start = start;
    this.valuePosition = valuePosition;
    this.end = end;
    this.undefinedLength = undefinedLength;
  }

  ParsedElement withValue(byte[] inChunk, int at) {
    chunk = inChunk;
    offset = at;
    return this;
  }

  ParsedElement withItems(List<ParsedDataSet> parsed) {
    items = List.copyOf(parsed);
    return this;
  }

  ParsedElement withFragments(Fragments parsed) {
    fragments = parsed;
    return this;
  }

  public int tag() {
    return tag;
  }

  /** As stored; what stands as UN but holds items is UN. */
  public Vr vr() {
    return vr;
  }

  /** Position of the tag in the content. */
  public long start() {
    return start;
  }

  public long valuePosition() {
    return valuePosition;
  }

  /** First position after the element, its delimiter included. */
  public long end() {
    return end;
  }

  public boolean isUndefinedLength() {
    return undefinedLength;
  }

  /** Bytes of the value; -1 where the length is undefined. */
  public long length() {
    return undefinedLength ? -1 : end - valuePosition;
  }

  public boolean isSequence() {
    return items != null;
  }

  /** Items; null where this is no sequence. */
  public List<ParsedDataSet> items() {
    return items;
  }

  /** Encapsulated fragments; null where there are none. */
  public Fragments fragments() {
    return fragments;
  }

  public boolean isInMemory() {
    return chunk != null;
  }

  public boolean isBulk() {
    return chunk == null && items == null;
  }

  /** A copy of the value; null where it is not in memory. */
  byte[] value() {
    return chunk == null ? null : Arrays.copyOfRange(chunk, offset, offset + (int) length());
  }

  /**
   * The value from memory or from the source.
   *
   * @param content what the positions count in
   * @param limit bytes from which on it is refused
   */
  public byte[] load(ByteSource content, int limit) throws IOException {
    if (chunk != null) {
      return value();
    }
    if (undefinedLength || length() > limit) {
      throw new InvalidDicomException(Reason.TOO_LARGE, "A value in the DICOM file is too large");
    }
    byte[] bytes = new byte[(int) length()];
    content.readFully(bytes, valuePosition);
    return bytes;
  }
}
