package io.lamina.storage.signing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a query string strictly: what could be read in two ways is not read at all. */
final class QueryString {
  private QueryString() {}

  /**
   * @param raw as it stands in the request line; null for none
   * @return decoded parameters; empty where a name comes twice, an equals sign is missing or an
   *     escape is malformed. A plus sign is a plus sign, as S3 has it.
   */
  static Optional<Map<String, String>> parse(String raw) {
    if (raw == null) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        return Optional.empty();
      }
      Optional<String> name = decode(pair.substring(0, equals));
      Optional<String> value = decode(pair.substring(equals + 1));
      if (name.isEmpty() || value.isEmpty() || parameters.put(name.get(), value.get()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  private static Optional<String> decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (each > 0x7e || each < 0x21) {
        return Optional.empty();
      }
      if (each != '%') {
        bytes.write(each);
        continue;
      }
      int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
      int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes.write(high << 4 | low);
      at += 2;
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
