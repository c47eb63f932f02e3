package io.lamina.api.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"free_bytes", "lamina_Free", "lamina_free bytes", "lamina_", "lamina_x_total"})
  void refusesGaugesOfOtherNames(String name) {
    assertThrows(IllegalArgumentException.class, () -> Metric.gauge(name, "Help.", 1));
  }

  @Test
  void countersEndWithTotal() {
    assertThrows(
        IllegalArgumentException.class, () -> Metric.counter("lamina_things", "Things.", 1));
    assertEquals(
        Map.of("queue", "decode"),
        Metric.counter("lamina_things_total", "Things.", 1).with("queue", "decode").labels());
  }

  @Test
  void refusesLongLabels() {
    Metric metric = Metric.gauge("lamina_things", "Things.", 1);
    assertThrows(IllegalArgumentException.class, () -> metric.with("a", "x".repeat(101)));
    assertThrows(IllegalArgumentException.class, () -> metric.with("A", "x"));
  }
}
