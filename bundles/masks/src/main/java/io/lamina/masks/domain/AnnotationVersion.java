package io.lamina.masks.domain;

import java.time.Instant;
import java.util.Locale;

/**
 * An annotation as it was before a change.
 *
 * @param before with the revision it had
 * @param end what ended this version
 * @param changedBy who changed it
 * @param changedAt when
 */
public record AnnotationVersion(Annotation before, End end, long changedBy, Instant changedAt) {
  /** What comes after a version. */
  public enum End {
    UPDATE,
    DELETE;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static End byKey(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT));
    }
  }
}
