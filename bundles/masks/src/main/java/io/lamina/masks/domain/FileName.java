package io.lamina.masks.domain;

import io.lamina.api.error.LaminaException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A client's name for a file and what stands for it in a key (D-07, H-04). A plain name stands for
 * itself; any other is replaced by what is plain of it and a hash, so that two different names
 * never meet in one key.
 *
 * @param original NFC, at most 255 bytes of UTF-8, no separators, no control characters
 * @param segment at most 150 characters, fit for a {@link io.lamina.api.blob.BlobKey}
 */
public record FileName(String original, String segment) {
  private static final int LONGEST_SEGMENT = 150;
  private static final int LONGEST_STEM = 80;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final Pattern MADE_UP = Pattern.compile("-[0-9a-f]{12}(-[0-9a-f]+)?(\\.|$)");
  private static final Pattern EXTENSION =
      Pattern.compile("(\\.nii\\.gz|\\.[A-Za-z0-9]{1,12})$", Pattern.CASE_INSENSITIVE);

  /**
   * @throws LaminaException 400 for what is no file name
   */
  public static FileName of(String name) {
    String original = Normalizer.normalize(name, Normalizer.Form.NFC);
    if (original.isBlank() || original.equals(".") || original.equals("..")) {
      throw LaminaException.invalid("The file name must not be empty");
    }
    if (original.indexOf('/') >= 0 || original.indexOf('\\') >= 0) {
      throw LaminaException.invalid("The file name must not contain a path");
    }
    if (original.codePoints().anyMatch(FileName::unprintable)) {
      throw LaminaException.invalid("The file name must not contain control characters");
    }
    if (original.getBytes(StandardCharsets.UTF_8).length > 255) {
      throw LaminaException.invalid("The file name is longer than 255 bytes");
    }
    boolean plain = PLAIN.matcher(original).matches() && original.length() <= LONGEST_SEGMENT;
    return new FileName(original, plain ? original : replaced(original));
  }

  /** Whether the key alone does not tell the name. */
  public boolean differs() {
    return !original.equals(segment);
  }

  /** Whether the key may be one of those that had to be made up; never false for one. */
  static boolean mayStandForAnother(String key) {
    return MADE_UP.matcher(key).find();
  }

  /** The segment with a suffix before its extension, within the longest length. */
  String segment(String suffix) {
    String extension = extension(segment);
    String stem = segment.substring(0, segment.length() - extension.length());
    int room = LONGEST_SEGMENT - extension.length() - suffix.length();
    return stem.substring(0, Math.min(stem.length(), room)) + suffix + extension;
  }

  private static boolean unprintable(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        // overrides of the writing direction make a name look like another one
        || (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  private static String replaced(String original) {
    String extension = extension(original);
    String stem =
        original
            .substring(0, original.length() - extension.length())
            .replaceAll("[^A-Za-z0-9-]+", "_")
            .replaceAll("^_+|_+$", "");
    String kept = stem.substring(0, Math.min(stem.length(), LONGEST_STEM));
    return (kept.isEmpty() ? "file" : kept) + "-" + hash(original) + extension;
  }

  private static String extension(String name) {
    var matcher = EXTENSION.matcher(name);
    return matcher.find() && matcher.start() > 0 ? matcher.group(1) : "";
  }

  private static String hash(String original) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(original.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6).toLowerCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
