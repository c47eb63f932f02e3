package io.lamina.api.blob;

import io.lamina.api.error.LaminaException;
import java.util.regex.Pattern;

/**
 * The name of an object, issued by the server (D-07, H-04): one to sixteen segments of letters,
 * digits, dot, dash and underscore, joined by slashes, at most 512 characters. No segment starts
 * with a dot, so that none is a path step.
 */
public record BlobKey(String value) implements Comparable<BlobKey> {
  private static final Pattern SHAPE =
      Pattern.compile(
          "[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}){0,15}");

  public BlobKey {
    if (value == null || value.length() > 512 || !SHAPE.matcher(value).matches()) {
      throw LaminaException.badRequest("This is no key of a stored object");
    }
  }

  @Override
  public int compareTo(BlobKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
