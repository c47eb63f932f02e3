package io.lamina.studies.rest;

/** Numbers as the documents print them. */
final class Numbers {
  private Numbers() {}

  /** Whole numbers without a fraction; null for null and for what is no number. */
  static Number of(Double value) {
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
