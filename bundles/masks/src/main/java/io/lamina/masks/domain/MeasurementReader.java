package io.lamina.masks.domain;

import java.util.List;

/** Reads what lists can search out of measurement_values. */
public interface MeasurementReader {
  /**
   * @param measurements JSON text as an annotation keeps it
   * @return its values, each once, in their order
   */
  List<Measurement> read(String measurements);
}
