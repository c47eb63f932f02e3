package io.lamina.dicom.parse;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A window that moves forward over a source. A chunk is never written again once it is full, so
 * values can be kept as parts of it without copying.
 */
final class SourceReader {
  private static final int FIRST = 8 << 10;
  private static final int AFTER_JUMP = 2 << 10;
  private static final int LARGEST = 64 << 10;

  private final ByteSource source;
  private final Limits limits;
  private final long size;
  private final long deadline;
  private byte[] chunk = new byte[0];
  private long chunkPosition;
  private int chunkLength;
  private int nextSize = FIRST;
  private long held;

  SourceReader(ByteSource source, Limits limits) {
    this.source = source;
    this.limits = limits;
    this.size = source.size();
    this.deadline = System.nanoTime() + limits.time().toNanos();
  }

  long size() {
    return size;
  }

  byte[] chunk() {
    return chunk;
  }

  /**
   * Makes bytes available in {@link #chunk}.
   *
   * @param count at most {@link Limits#bulkThreshold}
   * @return where in the chunk the position is
   * @throws InvalidDicomException TRUNCATED where the source ends before
   */
  int window(long position, int count) throws IOException {
    long offset = position - chunkPosition;
    if (offset >= 0 && offset + count <= chunkLength) {
      return (int) offset;
    }
    if (count > size - position) {
      throw new InvalidDicomException(
          Reason.TRUNCATED, "The DICOM file ends in the middle of an element; send it again");
    }
    if (System.nanoTime() - deadline > 0) {
      throw new InvalidDicomException(
          Reason.TIMED_OUT, "Reading the DICOM header took longer than allowed");
    }
    boolean jumped = position > chunkPosition + chunkLength;
    int wanted = Math.max(count, jumped ? AFTER_JUMP : nextSize);
    nextSize = Math.min(LARGEST, jumped ? 2 * AFTER_JUMP : 2 * nextSize);
    int length = (int) Math.min(wanted, size - position);
    held += length;
    if (held > limits.headerBytes()) {
      throw new InvalidDicomException(
          Reason.TOO_LARGE, "The header of the DICOM file is larger than allowed");
    }
    byte[] fresh = new byte[length];
    source.readFully(fresh, position);
    chunk = fresh;
    chunkPosition = position;
    chunkLength = length;
    return 0;
  }

  /** Bytes of the chunks read so far; with {@link #release} around what keeps no values. */
  long held() {
    return held;
  }

  void release(long mark) {
    held = mark;
  }

  /** At most so many bytes from there, for looking ahead. */
  byte[] peek(long position, int count) throws IOException {
    byte[] ahead = new byte[(int) Math.max(0, Math.min(count, size - position))];
    long offset = position - chunkPosition;
    if (offset >= 0 && offset + ahead.length <= chunkLength) {
      System.arraycopy(chunk, (int) offset, ahead, 0, ahead.length);
      return ahead;
    }
    ByteBuffer buffer = ByteBuffer.wrap(ahead);
    while (buffer.hasRemaining()) {
      if (source.read(buffer, position + buffer.position()) < 0) {
        break;
      }
    }
    return ahead;
  }
}
