package io.lamina.operations.store;

import java.util.Locale;

/** Bytes for people. */
final class Sizes {
  private Sizes() {}

  /** Such as {@code 12.3 MB}. */
  static String of(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double size = bytes;
    String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
    int unit = -1;
    while (size >= 999.95) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
  }
}
