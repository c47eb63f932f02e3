package io.lamina.masks.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.masks.domain.Measurement;
import io.lamina.masks.domain.MeasurementReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** S1's list of {id, type, values, unit}, one measurement a value. */
@Component(service = MeasurementReader.class)
public final class JsonMeasurements implements MeasurementReader {
  private final ObjectMapper mapper = new ObjectMapper();

  @Override
  public List<Measurement> read(String measurements) {
    Set<Measurement> values = new LinkedHashSet<>();
    for (JsonNode item : parsed(measurements)) {
      String id = text(item.path("id"));
      String type = text(item.path("type"));
      String unit = text(item.path("unit"));
      for (JsonNode value : item.path("values")) {
        // what was stored before these bounds were asked for is read as far as they go
        if (values.size() < Fields.MOST_VALUES) {
          values.add(new Measurement(id, type, unit, value.doubleValue()));
        }
      }
    }
    return List.copyOf(values);
  }

  private JsonNode parsed(String measurements) {
    try {
      return mapper.readTree(measurements);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Measurements that were checked cannot be read", e);
    }
  }

  private static String text(JsonNode value) {
    if (!value.isTextual()) {
      return null;
    }
    String text = value.textValue();
    return text.substring(0, Math.min(Fields.SHORT, text.length()))
        .codePoints()
        .map(JsonMeasurements::storable)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** No database keeps NUL and half surrogate pairs. */
  private static int storable(int character) {
    boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    return character == 0 || half ? 0xfffd : character;
  }
}
