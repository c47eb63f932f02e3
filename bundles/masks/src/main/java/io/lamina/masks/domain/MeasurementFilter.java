package io.lamina.masks.domain;

/**
 * Narrows a list to annotations of which one value fits all of it; null for no restriction.
 *
 * @param least value, in the unit it was stored with
 * @param most value, in the unit it was stored with
 */
public record MeasurementFilter(String id, String type, String unit, Double least, Double most) {
  public static final MeasurementFilter NONE = new MeasurementFilter(null, null, null, null, null);
}
