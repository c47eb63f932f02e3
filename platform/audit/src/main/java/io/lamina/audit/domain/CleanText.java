package io.lamina.audit.domain;

import java.util.Map;
import java.util.TreeMap;

/** Texts as the trail keeps them: short, of one line, and of characters every database keeps. */
final class CleanText {
  private static final int MOST_DETAILS = 1000;
  private static final int MOST_VALUE = 100;

  /** Beside ASCII letters and digits, what ids, numbers and route templates are made of. */
  private static final String ALLOWED = "._:/-,*@+{}";

  private CleanText() {}

  /**
   * @param most UTF-16 units that are kept
   */
  static String of(String text, int most) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .filter(c -> !Character.isISOControl(c) && !isUnprintable(Character.getType(c)))
        .takeWhile(c -> clean.length() + Character.charCount(c) <= most)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  static String orNull(String text, int most) {
    return text == null ? null : of(text, most);
  }

  /**
   * Pairs by name. A value keeps what ids and numbers are made of; any other character, also those
   * that separate pairs, becomes {@code _}.
   */
  static String details(Map<String, String> pairs) {
    StringBuilder all = new StringBuilder();
    new TreeMap<>(pairs)
        .forEach(
            (name, value) -> {
              String pair = word(name) + "=" + word(value);
              if (all.length() + 1 + pair.length() <= MOST_DETAILS) {
                all.append(all.isEmpty() ? "" : ";").append(pair);
              }
            });
    return all.toString();
  }

  private static String word(String text) {
    StringBuilder word = new StringBuilder();
    text.chars()
        .limit(MOST_VALUE)
        .map(c -> isWordCharacter(c) ? c : '_')
        .forEach(c -> word.append((char) c));
    return word.toString();
  }

  private static boolean isWordCharacter(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || ALLOWED.indexOf(c) >= 0;
  }

  /** Half surrogate pairs, line separators and what turns the direction of a line (RFC 9839). */
  private static boolean isUnprintable(int type) {
    return type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.FORMAT;
  }
}
