package io.lamina.dicom.parse;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The data set of a deflated file (PS3.5, A.5) as a source that holds none of it: reading forward
 * goes on, reading backward inflates again from the start. So a bomb costs time up to its cap, and
 * no memory and no disk. Small data sets are kept.
 */
final class InflatingSource implements ByteSource {
  private static final int KEPT = 4 << 20;
  private static final long RATIO_ASKED_FROM = 64L << 20;

  private final ByteSource deflated;
  private final long from;
  private final long size;
  private final byte[] input = new byte[16 << 10];
  private final byte[] skipped = new byte[16 << 10];
  private Inflater inflater = new Inflater(true);
  private InputStream stream;
  private long position;

  private InflatingSource(ByteSource deflated, long from, long size) {
    this.deflated = deflated;
    this.from = from;
    this.size = size;
    this.stream = deflated.stream(from, deflated.size() - from);
  }

  /**
   * Inflates once to know the size.
   *
   * @throws InvalidDicomException TOO_LARGE, TRUNCATED or MALFORMED
   */
  static ByteSource open(ByteSource deflated, long from, Limits limits) throws IOException {
    InflatingSource measured = new InflatingSource(deflated, from, Long.MAX_VALUE);
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[64 << 10];
    long deadline = System.nanoTime() + limits.time().toNanos();
    long total = 0;
    try {
      for (int n = measured.inflate(buffer, 0, buffer.length);
          n > 0;
          n = measured.inflate(buffer, 0, buffer.length)) {
        total += n;
        long read = Math.max(1, measured.inflater.getBytesRead());
        if (total > limits.inflatedBytes()
            || (total > RATIO_ASKED_FROM && total / read > limits.inflateRatio())) {
          throw new InvalidDicomException(
              Reason.TOO_LARGE, "The deflated DICOM data set inflates to more than is allowed");
        }
        if (System.nanoTime() - deadline > 0) {
          throw new InvalidDicomException(
              Reason.TIMED_OUT, "Inflating the DICOM data set took longer than allowed");
        }
        if (total <= KEPT) {
          kept.write(buffer, 0, n);
        }
      }
    } finally {
      measured.close();
    }
    return total <= KEPT
        ? ByteSource.of(kept.toByteArray())
        : new InflatingSource(deflated, from, total);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public synchronized int read(ByteBuffer target, long wanted) throws IOException {
    if (wanted >= size) {
      return -1;
    }
    if (wanted < position) {
      inflater.reset();
      stream = deflated.stream(from, deflated.size() - from);
      position = 0;
    }
    while (position < wanted) {
      if (inflate(skipped, 0, (int) Math.min(skipped.length, wanted - position)) == 0) {
        return -1;
      }
    }
    byte[] part = new byte[Math.min(target.remaining(), 64 << 10)];
    int count = inflate(part, 0, part.length);
    if (count == 0) {
      return -1;
    }
    target.put(part, 0, count);
    return count;
  }

  /** 0 at the end. */
  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      while (true) {
        int count = inflater.inflate(target, offset, length);
        if (count > 0) {
          position += count;
          return count;
        }
        if (inflater.finished()) {
          return 0;
        }
        if (inflater.needsDictionary()) {
          throw new DataFormatException("dictionary");
        }
        int fed = stream.read(input);
        if (fed < 0) {
          throw new InvalidDicomException(
              Reason.TRUNCATED, "The deflated DICOM data set ends too early; send it again");
        }
        inflater.setInput(input, 0, fed);
      }
    } catch (DataFormatException damaged) {
      throw new InvalidDicomException(
          Reason.MALFORMED, "The deflated DICOM data set is damaged; send it again", damaged);
    }
  }

  @Override
  public synchronized void close() {
    inflater.end();
  }
}
