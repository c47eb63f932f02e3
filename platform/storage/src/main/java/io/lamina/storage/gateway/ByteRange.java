package io.lamina.storage.gateway;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of an object that is sent (RFC 9110, 14.1 and 14.2).
 *
 * @param first position of the first byte
 * @param length bytes to send, 1 and up; 0 where the range lies outside the object
 */
record ByteRange(long first, long length) {
  private static final ByteRange UNSATISFIABLE = new ByteRange(0, 0);
  private static final Pattern ONE =
      Pattern.compile("\\s*bytes\\s*=\\s*(\\d*)\\s*-\\s*(\\d*)\\s*", Pattern.CASE_INSENSITIVE);

  /**
   * @param header value of Range, or null
   * @param size of the object
   * @return empty where everything is to be sent: no range, several ranges (which a server may
   *     ignore), another unit, or nonsense (which it has to ignore)
   */
  static Optional<ByteRange> of(String header, long size) {
    Matcher one = ONE.matcher(header == null ? "" : header);
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (one.group(1).isEmpty()) {
      long length = Math.min(number(one.group(2)), size);
      return Optional.of(length == 0 ? UNSATISFIABLE : new ByteRange(size - length, length));
    }
    long first = number(one.group(1));
    long last = one.group(2).isEmpty() ? Long.MAX_VALUE : number(one.group(2));
    if (last < first) {
      return Optional.empty();
    }
    if (first >= size) {
      return Optional.of(UNSATISFIABLE);
    }
    return Optional.of(new ByteRange(first, Math.min(last, size - 1) - first + 1));
  }

  boolean satisfiable() {
    return length > 0;
  }

  /** Value of Content-Range. */
  String contentRange(long size) {
    return satisfiable()
        ? "bytes " + first + "-" + (first + length - 1) + "/" + size
        : "bytes */" + size;
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      // beyond any object
      return Long.MAX_VALUE;
    }
  }
}
