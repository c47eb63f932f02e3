package io.lamina.dicom;

import io.lamina.api.blob.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where each frame's stored bytes lie in the file, so that frames can be cut without parsing it
 * again. Immutable. As bytes it takes about 20 in all where pixels are not compressed, else about 4
 * a frame.
 */
public final class FrameIndex {
  /** No frames: an object without pixel data. */
  public static final FrameIndex EMPTY =
      new FrameIndex(false, 0, 0, 0, new int[1], new long[0], new int[0]);

  private static final int VERSION = 1;

  /**
   * A part of the file.
   *
   * @param position of the first byte
   * @param length in bytes
   */
  public record Range(long position, long length) {}

  private final boolean inflated;
  private final int frames;
  // not compressed: arithmetic
  private final long base;
  private final long bitsPerFrame;
  // encapsulated: frame f has the fragments first[f] to first[f + 1]
  private final int[] first;
  private final long[] positions;
  private final int[] lengths;

  private FrameIndex(
      boolean inflated,
      int frames,
      long base,
      long bitsPerFrame,
      int[] first,
      long[] positions,
      int[] lengths) {
    this.inflated = inflated;
    this.frames = frames;
    this.base = base;
    this.bitsPerFrame = bitsPerFrame;
    this.first = first;
    this.positions = positions;
    this.lengths = lengths;
  }

  /**
   * Frames that follow each other without a gap.
   *
   * @param inflated see {@link #isInflated}
   * @param position of the first frame
   * @param bitsPerFrame above 0; no multiple of 8 for some frames of 1-bit pixels
   * @param frames 1 and up
   */
  public static FrameIndex ofNative(
      boolean inflated, long position, long bitsPerFrame, int frames) {
    if (position < 0 || bitsPerFrame <= 0 || frames <= 0) {
      throw new IllegalArgumentException("Frames have a place and a size");
    }
    Math.addExact(position, Math.multiplyExact(bitsPerFrame, (long) frames));
    return new FrameIndex(inflated, frames, position, bitsPerFrame, null, null, null);
  }

  /**
   * Frames made of fragments.
   *
   * @param firstFragments index of each frame's first fragment, ascending, and the number of
   *     fragments as one entry more
   * @param positions of the fragments' bytes
   * @param lengths of the fragments
   */
  public static FrameIndex ofFragments(int[] firstFragments, long[] positions, int[] lengths) {
    int frames = firstFragments.length - 1;
    boolean sound =
        frames >= 0 && firstFragments[0] == 0 && firstFragments[frames] == positions.length;
    for (int f = 0; sound && f < frames; f++) {
      sound = firstFragments[f] <= firstFragments[f + 1];
    }
    if (!sound || lengths.length != positions.length) {
      throw new IllegalArgumentException("Fragments do not belong to the frames");
    }
    return new FrameIndex(
        false, frames, 0, 0, firstFragments.clone(), positions.clone(), lengths.clone());
  }

  /** Number of frames, 0 and up. */
  public int frames() {
    return frames;
  }

  /**
   * Whether positions count in the inflated data set of a deflated file: then frames cannot be cut
   * from the file, only decoded.
   */
  public boolean isInflated() {
    return inflated;
  }

  /** Whether frames are compressed streams made of fragments. */
  public boolean isEncapsulated() {
    return first != null;
  }

  /**
   * Parts of the file that make up a frame, in order.
   *
   * @param frame 1 to {@link #frames}
   */
  public List<Range> ranges(int frame) {
    int f = check(frame);
    if (first == null) {
      long from = (f * bitsPerFrame) >>> 3;
      long to = ((f + 1) * bitsPerFrame + 7) >>> 3;
      return List.of(new Range(base + from, to - from));
    }
    List<Range> ranges = new ArrayList<>(first[f + 1] - first[f]);
    for (int i = first[f]; i < first[f + 1]; i++) {
      ranges.add(new Range(positions[i], lengths[i]));
    }
    return Collections.unmodifiableList(ranges);
  }

  /** Bytes of a frame, over all its ranges. */
  public long length(int frame) {
    return ranges(frame).stream().mapToLong(Range::length).sum();
  }

  /** Bit of the first byte, 0 to 7, at which the frame begins; above 0 for 1-bit pixels only. */
  public int firstBit(int frame) {
    return (int) ((check(frame) * bitsPerFrame) & 7);
  }

  /**
   * A frame's stored bytes.
   *
   * @param file the stored file, or the inflated data set where {@link #isInflated}
   */
  public InputStream open(ByteSource file, int frame) {
    List<InputStream> parts = new ArrayList<>();
    for (Range range : ranges(frame)) {
      parts.add(file.stream(range.position(), range.length()));
    }
    return switch (parts.size()) {
      case 0 -> new ByteArrayInputStream(new byte[0]);
      case 1 -> parts.get(0);
      default -> new SequenceInputStream(Collections.enumeration(parts));
    };
  }

  private int check(int frame) {
    if (frame < 1 || frame > frames) {
      throw new InvalidDicomException(
          InvalidDicomException.Reason.NO_SUCH_FRAME,
          "There is no frame " + frame + "; the object has " + frames);
    }
    return frame - 1;
  }

  /** A form to keep; read by {@link #of}. */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(32);
    out.write(VERSION);
    out.write((first == null ? 0 : 1) | (inflated ? 2 : 0));
    write(out, frames);
    if (first == null) {
      write(out, base);
      write(out, bitsPerFrame);
      return out.toByteArray();
    }
    long end = 0;
    for (int f = 0; f < frames; f++) {
      write(out, first[f + 1] - first[f]);
      for (int i = first[f]; i < first[f + 1]; i++) {
        long gap = positions[i] - end;
        write(out, (gap << 1) ^ (gap >> 63));
        write(out, lengths[i]);
        end = positions[i] + lengths[i];
      }
    }
    return out.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static FrameIndex of(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (in.get() != VERSION) {
        throw new IllegalArgumentException("Unknown version of a frame index");
      }
      int flags = in.get();
      int frames = Math.toIntExact(read(in));
      if ((flags & 1) == 0) {
        return ofNative((flags & 2) != 0, read(in), read(in), frames);
      }
      if (frames > in.remaining()) {
        throw new IllegalArgumentException("Frame index is cut");
      }
      int[] first = new int[frames + 1];
      long[] positions = new long[in.remaining() / 2 + 1];
      int[] lengths = new int[positions.length];
      int count = 0;
      long end = 0;
      for (int f = 0; f < frames; f++) {
        long of = read(in);
        for (long i = 0; i < of; i++) {
          long gap = read(in);
          positions[count] = end + ((gap >>> 1) ^ -(gap & 1));
          lengths[count] = Math.toIntExact(read(in));
          end = positions[count] + lengths[count];
          count++;
        }
        first[f + 1] = count;
      }
      return ofFragments(first, Arrays.copyOf(positions, count), Arrays.copyOf(lengths, count));
    } catch (BufferUnderflowException | ArithmeticException damaged) {
      throw new IllegalArgumentException("Frame index is damaged", damaged);
    }
  }

  private static void write(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long read(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new ArithmeticException("Number too long");
  }
}
