package io.lamina.studies.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON of the answers that are streamed row by row, in the platform's spelling. */
final class StudiesJson {
  static final ObjectMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private StudiesJson() {}

  /** Whole numbers without a fraction, as the documents print them; null stays null. */
  static Number number(Double value) {
    if (value == null || value.isNaN()) {
      return null;
    }
    long whole = value.longValue();
    if (whole == value) {
      return whole;
    }
    return value;
  }
}
