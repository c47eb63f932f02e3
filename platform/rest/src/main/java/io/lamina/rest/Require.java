package io.lamina.rest;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;

/** Checks of request records, made in their constructors, with the words S1 prints. */
public final class Require {
  private Require() {}

  /**
   * @param name of the field as the client writes it
   * @throws LaminaException 400 when the value is absent
   */
  public static <T> T field(String name, T value) {
    if (value == null) {
      throw new LaminaException(
          ErrorKind.BAD_REQUEST,
          "Json deserialize error: missing field '" + name + "'",
          null,
          "필수 필드가 누락되었습니다.",
          null,
          null);
    }
    return value;
  }

  /**
   * A text that has to be there and not blank.
   *
   * @param maxLength in UTF-16 units
   */
  public static String text(String name, String value, int maxLength) {
    field(name, value);
    if (value.isBlank()) {
      throw LaminaException.invalid("Field '" + name + "' must not be empty");
    }
    return optionalText(name, value, maxLength);
  }

  /**
   * A text that may be absent. It has no NUL and no half surrogate pairs, which no database keeps.
   */
  public static String optionalText(String name, String value, int maxLength) {
    if (value != null && value.length() > maxLength) {
      throw LaminaException.invalid(
          "Field '" + name + "' is longer than " + maxLength + " characters");
    }
    if (value != null && value.codePoints().anyMatch(Require::unstorable)) {
      throw LaminaException.invalid("Field '" + name + "' has characters that are no text");
    }
    return value;
  }

  /** A number that may be absent, within bounds. */
  public static <N extends Number> N optionalRange(String name, N value, long least, long most) {
    if (value != null && (value.longValue() < least || value.longValue() > most)) {
      throw LaminaException.invalid(
          "Field '" + name + "' must be between " + least + " and " + most);
    }
    return value;
  }

  private static boolean unstorable(int codePoint) {
    return codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE;
  }
}
