package io.lamina.masks.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.api.error.LaminaException;
import io.lamina.masks.domain.Change;
import io.lamina.rest.Require;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Checks of fields that several requests of this capability share. */
final class Fields {
  static final int SHORT = 255;
  static final int LONG = 10_000;

  /** 1 TiB: far more than any mask has, and the sums over a group's masks stay far from an end. */
  static final long LARGEST_FILE = 1L << 40;

  /** Values of all measurements of an annotation: each is a row that lists search. */
  static final int MOST_VALUES = 5_000;

  private static final int MAX_JSON = 256 * 1024;
  private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*");

  private Fields() {}

  /** A DICOM UID (PS3.5, 9.1), 64 characters at most, that has to be there. */
  static String uid(String name, String value) {
    return optionalUid(name, Require.field(name, value));
  }

  static String optionalUid(String name, String value) {
    if (value != null && (value.length() > 64 || !UID.matcher(value).matches())) {
      throw LaminaException.invalid("Field '" + name + "' is no DICOM UID");
    }
    return value;
  }

  /** A change of a field that may be cleared. */
  static <T> Change<T> change(Change<T> change, UnaryOperator<T> check) {
    if (change == null) {
      return Change.none();
    }
    return change.present() ? Change.to(check.apply(change.value())) : change;
  }

  /** A change of a field that has to keep a value. */
  static <T> Change<T> changeKept(String name, Change<T> change, UnaryOperator<T> check) {
    return change(
        change,
        value -> {
          if (value == null) {
            throw LaminaException.invalid("Field '" + name + "' must not be null");
          }
          return check.apply(value);
        });
  }

  static String object(String name, JsonNode value) {
    if (value == null || !value.isObject()) {
      throw LaminaException.invalid("Field '" + name + "' must be a JSON object");
    }
    return json(name, value);
  }

  /** S1's list of {id, type, values, unit}; an absent one is empty. */
  static String measurements(JsonNode value) {
    String name = "measurement_values";
    if (value == null || value.isNull()) {
      return "[]";
    }
    if (!value.isArray()) {
      throw LaminaException.invalid("Field '" + name + "' must be an array");
    }
    int values = 0;
    for (JsonNode item : value) {
      boolean sound =
          item.path("id").isTextual()
              && item.path("type").isTextual()
              && numbers(item.path("values"))
              && (item.path("unit").isTextual()
                  || item.path("unit").isMissingNode()
                  || item.path("unit").isNull());
      values += item.path("values").size();
      if (!sound) {
        throw LaminaException.invalid(
            "Each of '"
                + name
                + "' needs id (text), type (text), values (numbers) and may have"
                + " unit (text)");
      }
      for (String text : List.of("id", "type", "unit")) {
        Require.optionalText(name, item.path(text).textValue(), SHORT);
      }
    }
    if (values > MOST_VALUES) {
      throw LaminaException.invalid(
          "Field '" + name + "' has at most " + MOST_VALUES + " values in all");
    }
    return json(name, value);
  }

  private static boolean numbers(JsonNode values) {
    if (!values.isArray()) {
      return false;
    }
    for (JsonNode value : values) {
      if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
        return false;
      }
    }
    return true;
  }

  private static String json(String name, JsonNode value) {
    String text = value.toString();
    if (text.length() > MAX_JSON) {
      throw LaminaException.invalid("Field '" + name + "' is larger than 256 KiB");
    }
    return text;
  }
}
