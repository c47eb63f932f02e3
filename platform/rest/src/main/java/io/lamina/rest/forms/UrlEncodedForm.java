package io.lamina.rest.forms;

import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A form of a browser that sends no files. It is small, so it is read whole and its token found
 * before anybody acts on it.
 */
public final class UrlEncodedForm {
  public static final String TYPE = "application/x-www-form-urlencoded";

  private static final int MAX_BYTES = 256 << 10;

  private final byte[] bytes;

  private UrlEncodedForm(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws LaminaException 413 for a form larger than 256 KiB
   */
  public static UrlEncodedForm read(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw LaminaException.tooLarge("A form without files may have at most 256 KiB");
    }
    return new UrlEncodedForm(bytes);
  }

  /** As it was sent. */
  public byte[] bytes() {
    return bytes;
  }

  /** The first field of the token's name. */
  public Optional<String> token() {
    for (String pair : new String(bytes, StandardCharsets.ISO_8859_1).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && decoded(pair.substring(0, equals)).equals(FormGuard.FIELD)) {
        return Optional.of(decoded(pair.substring(equals + 1)));
      }
    }
    return Optional.empty();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw LaminaException.badRequest("The form has a broken percent-encoding");
    }
  }
}
