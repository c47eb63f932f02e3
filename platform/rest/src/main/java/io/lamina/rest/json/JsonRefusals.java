package io.lamina.rest.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with a JSON body without a word of the library's own messages (H-16). */
public final class JsonRefusals {
  private static final String PREFIX = "Json deserialize error: ";
  private static final Pattern DUPLICATE = Pattern.compile("^Duplicate field '([^']{1,100})'");

  private JsonRefusals() {}

  /**
   * @return empty when the failure is not of reading: then the server is to blame
   */
  public static Optional<LaminaException> of(JsonProcessingException thrown) {
    if (thrown instanceof JsonMappingException mapping
        && thrown.getCause() instanceof InputCoercionException overflow) {
      // a number that does not fit, found while a record was filled
      return Optional.of(refusal(wrongType(mapping, overflow.getTargetType()), thrown));
    }
    if (thrown instanceof StreamConstraintsException) {
      return Optional.of(refusal(limit(String.valueOf(thrown.getOriginalMessage())), thrown));
    }
    if (thrown instanceof StreamReadException) {
      return Optional.of(refusal(syntax(thrown), thrown));
    }
    if (thrown instanceof MismatchedInputException mismatch) {
      return Optional.of(refusal(wrongType(mismatch, mismatch.getTargetType()), thrown));
    }
    if (thrown.getCause() instanceof JsonProcessingException cause) {
      return of(cause);
    }
    return Optional.empty();
  }

  static LaminaException refusal(String words, Throwable cause) {
    return new LaminaException(ErrorKind.BAD_REQUEST, PREFIX + words, cause);
  }

  private static String syntax(JsonProcessingException thrown) {
    Matcher duplicate = DUPLICATE.matcher(String.valueOf(thrown.getOriginalMessage()));
    if (duplicate.find()) {
      return "field '" + duplicate.group(1) + "' is given twice" + place(thrown.getLocation());
    }
    String what =
        thrown instanceof JsonEOFException ? "the body ends too early" : "this is not valid JSON";
    return what + place(thrown.getLocation());
  }

  private static String limit(String message) {
    if (message.contains("nesting depth")) {
      return "nested deeper than " + LaminaJson.MAX_DEPTH + " levels";
    }
    if (message.contains("Number")) {
      return "a number is longer than " + LaminaJson.MAX_NUMBER_LENGTH + " digits";
    }
    if (message.contains("Name")) {
      return "a field name is longer than " + LaminaJson.MAX_NAME_LENGTH + " characters";
    }
    return "a text is too long";
  }

  private static String wrongType(JsonMappingException thrown, Class<?> type) {
    String field = field(thrown);
    String expected = expected(type);
    if (field.isEmpty()) {
      return "expected " + expected + place(thrown.getLocation());
    }
    return "invalid type for field '" + field + "': expected " + expected;
  }

  private static String field(JsonMappingException thrown) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : thrown.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String expected(Class<?> type) {
    if (type == null) {
      return "another type";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "boolean";
    }
    if (type == Double.class
        || type == double.class
        || type == Float.class
        || type == float.class
        || type == java.math.BigDecimal.class
        || type == Number.class) {
      return "number";
    }
    if (Number.class.isAssignableFrom(type)
        || type == int.class
        || type == long.class
        || type == short.class
        || type == byte.class) {
      return "integer";
    }
    if (type == String.class) {
      return "string";
    }
    if (type == UUID.class) {
      return "UUID";
    }
    if (Temporal.class.isAssignableFrom(type)) {
      return type == java.time.LocalDate.class ? "date as YYYY-MM-DD" : "time as RFC 3339";
    }
    if (type.isEnum()) {
      return "one of the documented values";
    }
    return type.isArray() || Collection.class.isAssignableFrom(type) ? "array" : "object";
  }

  private static String place(JsonLocation at) {
    return at == null || at.getLineNr() < 1
        ? ""
        : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }
}
