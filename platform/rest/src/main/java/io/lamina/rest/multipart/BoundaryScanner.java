package io.lamina.rest.multipart;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

/**
 * Finds the boundary in a stream with one buffer, by Boyer-Moore-Horspool: it looks at one byte in
 * about forty, so that the network stays the slow part.
 */
final class BoundaryScanner {
  private static final int BUFFER_BYTES = 128 << 10;

  /** So few bytes left over are moved to the front, to read large pieces again. */
  private static final int MOVED_BYTES = 4 << 10;

  private static final String CUT =
      "The body was cut: its closing boundary is missing. Send it again";

  private final InputStream body;
  private final byte[] delimiter;
  private final int[] shifts = new int[256];
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int end;
  private boolean bodyEnded;

  /** Where a boundary was found, or -1. */
  private int known = -1;

  /** No boundary starts before this place. */
  private int searchedTo;

  /**
   * @param boundary as in the Content-Type
   */
  BoundaryScanner(InputStream body, String boundary) {
    this.body = body;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    Arrays.fill(shifts, delimiter.length);
    for (int at = 0; at < delimiter.length - 1; at++) {
      shifts[delimiter[at] & 0xff] = delimiter.length - 1 - at;
    }
    // the first boundary has no line before it: give it one
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
  }

  /** Whether the body is empty; asked before anything is read. */
  boolean atEnd() throws IOException {
    fill();
    return bodyEnded && end - position <= 2;
  }

  /**
   * Copies content up to the next boundary, as much as is at hand.
   *
   * @return bytes copied; -1 at the boundary
   * @throws LaminaException 400 when the body ends without one
   */
  int read(byte[] target, int offset, int length) throws IOException {
    int found = find();
    while (found < 0 && safeEnd() <= position) {
      refill();
      found = find();
    }
    int ready = (found < 0 ? safeEnd() : found) - position;
    if (ready == 0) {
      return -1;
    }
    int count = Math.min(ready, length);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  /** Up to here the bytes in the buffer cannot be the start of a boundary that goes on later. */
  private int safeEnd() {
    return end - delimiter.length + 1;
  }

  /** Where the next boundary starts in the buffer, or -1. Each byte is searched once. */
  private int find() {
    if (known >= position) {
      return known;
    }
    int last = delimiter.length - 1;
    int at = Math.max(position, searchedTo);
    while (at + last < end) {
      byte tail = buffer[at + last];
      if (tail == delimiter[last] && matches(at)) {
        known = at;
        return at;
      }
      at += shifts[tail & 0xff];
    }
    searchedTo = at;
    return -1;
  }

  private boolean matches(int at) {
    return Arrays.equals(buffer, at, at + delimiter.length, delimiter, 0, delimiter.length);
  }

  private void refill() throws IOException {
    if (bodyEnded) {
      throw LaminaException.badRequest(CUT);
    }
    fill();
  }

  private void fill() throws IOException {
    if (position > 0 && (end - position < MOVED_BYTES || end == buffer.length)) {
      System.arraycopy(buffer, position, buffer, 0, end - position);
      end -= position;
      searchedTo = Math.max(0, searchedTo - position);
      known = known < 0 ? -1 : known - position;
      position = 0;
    }
    int count = readBody();
    if (count < 0) {
      bodyEnded = true;
    } else {
      end += count;
    }
  }

  private int readBody() throws IOException {
    try {
      return body.read(buffer, end, buffer.length - end);
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new LaminaException(ErrorKind.TIMED_OUT, "The body came too slowly", e);
      }
      throw new LaminaException(ErrorKind.BAD_REQUEST, CUT, e);
    }
  }

  /**
   * Skips what precedes the first boundary.
   *
   * @throws LaminaException 400 when there is none within the limit
   */
  void skipToBoundary(int limit) throws IOException {
    byte[] skipped = new byte[4096];
    int count = 0;
    int read = read(skipped, 0, skipped.length);
    while (read >= 0) {
      count += read;
      if (count > limit) {
        throw LaminaException.badRequest("The body does not start with its boundary");
      }
      read = read(skipped, 0, skipped.length);
    }
  }

  /**
   * Steps over the boundary at the current position and the rest of its line.
   *
   * @return whether it was the closing one
   */
  boolean stepOverBoundary() throws IOException {
    need(delimiter.length + 2);
    position += delimiter.length;
    known = -1;
    if (buffer[position] == '-' && buffer[position + 1] == '-') {
      position += 2;
      return true;
    }
    if (!line(100).isBlank()) {
      throw LaminaException.badRequest("A boundary of the body is malformed");
    }
    return false;
  }

  /** Called behind the empty line that ends headers: it may be the start of the next boundary. */
  void startContent() throws IOException {
    position -= 2;
    need(delimiter.length);
    if (matches(position)) {
      known = position;
    } else {
      position += 2;
    }
  }

  /**
   * A line without its end.
   *
   * @throws LaminaException 400 for a longer one
   */
  String line(int limit) throws IOException {
    int at = position;
    while (true) {
      if (at + 1 >= end) {
        int offset = at - position;
        need(offset + 2);
        at = position + offset;
      }
      if (buffer[at] == '\r' && buffer[at + 1] == '\n') {
        String line = new String(buffer, position, at - position, StandardCharsets.UTF_8);
        position = at + 2;
        return line;
      }
      if (++at - position > limit) {
        throw LaminaException.badRequest("The headers of a part are too long");
      }
    }
  }

  private void need(int count) throws IOException {
    while (end - position < count) {
      refill();
    }
  }
}
