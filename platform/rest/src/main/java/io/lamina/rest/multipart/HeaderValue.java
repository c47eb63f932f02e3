package io.lamina.rest.multipart;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A header value with parameters (RFC 2183, RFC 9110): {@code form-data; name="a"; filename="b"}.
 *
 * @param value in lower case
 * @param parameters by name in lower case
 */
record HeaderValue(String value, Map<String, String> parameters) {

  /** Never fails: what cannot be read is left out. */
  static HeaderValue parse(String text) {
    int semicolon = text.indexOf(';');
    String value = (semicolon < 0 ? text : text.substring(0, semicolon)).trim();
    Map<String, String> parameters = new HashMap<>();
    int at = semicolon < 0 ? text.length() : semicolon + 1;
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      String name = text.substring(at, equals).trim().toLowerCase(Locale.ROOT);
      int start = equals + 1;
      while (start < text.length() && text.charAt(start) == ' ') {
        start++;
      }
      if (start < text.length() && text.charAt(start) == '"') {
        StringBuilder quoted = new StringBuilder();
        at = unquote(text, start + 1, quoted);
        parameters.putIfAbsent(name, quoted.toString());
      } else {
        at = start;
      }
      int next = text.indexOf(';', at);
      next = next < 0 ? text.length() : next;
      if (at == start) {
        parameters.putIfAbsent(name, text.substring(start, next).trim());
      }
      at = next + 1;
    }
    return new HeaderValue(value.toLowerCase(Locale.ROOT), parameters);
  }

  /**
   * A backslash escapes a quote and itself only: browsers of old send Windows paths as they are.
   *
   * @return the place behind the closing quote
   */
  private static int unquote(String text, int start, StringBuilder quoted) {
    int at = start;
    while (at < text.length() && text.charAt(at) != '"') {
      char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
      if (text.charAt(at) == '\\' && (next == '"' || next == '\\')) {
        at++;
      }
      quoted.append(text.charAt(at));
      at++;
    }
    return at + 1;
  }

  /** A parameter; its extended form {@code name*} wins (RFC 5987). */
  Optional<String> parameter(String name) {
    String extended = parameters.get(name + "*");
    if (extended != null) {
      Optional<String> decoded = decode(extended);
      if (decoded.isPresent()) {
        return decoded;
      }
    }
    return Optional.ofNullable(parameters.get(name));
  }

  private static Optional<String> decode(String extended) {
    String[] pieces = extended.split("'", 3);
    if (pieces.length != 3) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String text = pieces[2];
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == '%') {
        int octet = at + 2 < text.length() ? hex(text, at + 1) : -1;
        if (octet < 0) {
          return Optional.empty();
        }
        bytes.write(octet);
        at += 2;
      } else {
        bytes.write(text.charAt(at));
      }
    }
    try {
      Charset charset = pieces[0].isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(pieces[0]);
      return Optional.of(bytes.toString(charset));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  private static int hex(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
