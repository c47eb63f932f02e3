package io.lamina.rest.exchange;

import io.lamina.api.error.LaminaException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The path of a request, read once and strictly: what two readers could read differently is refused
 * instead of repaired, because the difference is what attacks live of.
 *
 * @param decoded without trailing slash, slashes collapsed; routes are matched on it
 * @param encoded the same with canonical percent-encoding
 * @param sent as the client wrote it, slashes collapsed; what signatures were made over
 * @param trailingSlash whether the client wrote one
 */
public record RequestPath(String decoded, String encoded, String sent, boolean trailingSlash) {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@/";
  private static final String HEX = "0123456789ABCDEF";

  /** Stands for a path that was refused, so that its refusal has a dialect and a log line. */
  public static final RequestPath REFUSED = new RequestPath("/", "/", "/", false);

  /**
   * @param raw request target without query
   * @throws LaminaException 400
   */
  public static RequestPath parse(String raw) {
    String sent = collapse(raw);
    if (isPlain(sent)) {
      boolean slash = sent.length() > 1 && sent.endsWith("/");
      String path = slash ? sent.substring(0, sent.length() - 1) : sent;
      refuseDots(path);
      return new RequestPath(path, path, sent, slash);
    }
    String decoded = decode(sent);
    boolean slash = decoded.length() > 1 && decoded.endsWith("/");
    String path = slash ? decoded.substring(0, decoded.length() - 1) : decoded;
    refuseDots(path);
    return new RequestPath(path, encode(path), sent, slash);
  }

  private static String collapse(String raw) {
    if (raw == null || !raw.startsWith("/")) {
      throw LaminaException.badRequest("The path must start with a slash");
    }
    if (!raw.contains("//")) {
      return raw;
    }
    StringBuilder path = new StringBuilder(raw.length());
    for (int at = 0; at < raw.length(); at++) {
      char next = raw.charAt(at);
      if (next != '/' || path.isEmpty() || path.charAt(path.length() - 1) != '/') {
        path.append(next);
      }
    }
    return path.toString();
  }

  private static boolean isPlain(String path) {
    for (int at = 0; at < path.length(); at++) {
      if (UNRESERVED.indexOf(path.charAt(at)) < 0) {
        return false;
      }
    }
    return true;
  }

  private static void refuseDots(String path) {
    for (int at = path.indexOf("/."); at >= 0; at = path.indexOf("/.", at + 1)) {
      int end = path.indexOf('/', at + 1);
      String segment = path.substring(at + 1, end < 0 ? path.length() : end);
      if (segment.equals(".") || segment.equals("..")) {
        throw LaminaException.badRequest("The path must not contain dot segments");
      }
    }
  }

  private static String decode(String sent) {
    ByteBuffer bytes = ByteBuffer.allocate(sent.length() * 3);
    for (int at = 0; at < sent.length(); at++) {
      char next = sent.charAt(at);
      if (next == '%') {
        bytes.put(octet(sent, at));
        at += 2;
      } else if (next == ';' || next == '\\') {
        throw LaminaException.badRequest("The path must not contain '" + next + "'");
      } else if (next < 0x80) {
        bytes.put((byte) next);
      } else {
        bytes.put(String.valueOf(next).getBytes(StandardCharsets.UTF_8));
      }
    }
    String decoded;
    try {
      decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes.flip())
              .toString();
    } catch (CharacterCodingException e) {
      throw LaminaException.badRequest("The path is not valid UTF-8");
    }
    if (decoded.chars().anyMatch(Character::isISOControl)) {
      throw LaminaException.badRequest("The path must not contain control characters");
    }
    return decoded;
  }

  private static byte octet(String sent, int at) {
    int high = at + 2 < sent.length() ? Character.digit(sent.charAt(at + 1), 16) : -1;
    int low = at + 2 < sent.length() ? Character.digit(sent.charAt(at + 2), 16) : -1;
    int value = high < 0 || low < 0 ? -1 : high * 16 + low;
    if (value < 0) {
      throw LaminaException.badRequest("The path has a broken percent-encoding");
    }
    if (value == '/' || value == '\\' || value == '.' || value == ';' || value == 0) {
      throw LaminaException.badRequest(
          "The path must not contain %" + sent.substring(at + 1, at + 3));
    }
    return (byte) value;
  }

  private static String encode(String decoded) {
    StringBuilder encoded = new StringBuilder(decoded.length() + 16);
    for (byte octet : decoded.getBytes(StandardCharsets.UTF_8)) {
      if (octet > 0 && UNRESERVED.indexOf(octet) >= 0) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX.charAt((octet >> 4) & 15)).append(HEX.charAt(octet & 15));
      }
    }
    return encoded.toString();
  }
}
