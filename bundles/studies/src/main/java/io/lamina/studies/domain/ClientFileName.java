package io.lamina.studies.domain;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/** File names that clients send: metadata for the answer, never part of a path (H-04, D-07). */
final class ClientFileName {
  private static final int MAX_BYTES = 255;

  private ClientFileName() {}

  /**
   * The last path segment, NFC, without control and format characters, at most 255 bytes of UTF-8.
   *
   * @param number of the file in its request, for a name where none is usable
   */
  static String clean(Optional<String> sent, int number) {
    String name = Normalizer.normalize(sent.orElse(""), Normalizer.Form.NFC);
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < name.length(); ) {
      int point = name.codePointAt(i);
      i += Character.charCount(point);
      int type = Character.getType(point);
      if (Character.isISOControl(point)
          || type == Character.FORMAT
          || type == Character.SURROGATE
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR) {
        continue;
      }
      String text = Character.toString(point);
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_BYTES) {
        break;
      }
      kept.append(text);
    }
    String cleaned = kept.toString().strip();
    return cleaned.isEmpty() || cleaned.equals(".") || cleaned.equals("..")
        ? "file-" + number
        : cleaned;
  }
}
