package io.lamina.masks.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import io.lamina.masks.domain.Change;
import java.io.IOException;

/** Tells a field that is absent (left alone) from one that is null (cleared). */
final class ChangeDeserializer extends JsonDeserializer<Change<?>>
    implements ContextualDeserializer {
  private final JavaType type;

  /** For Jackson, which asks for a contextual one before use. */
  ChangeDeserializer() {
    this(null);
  }

  private ChangeDeserializer(JavaType type) {
    this.type = type;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, BeanProperty property) {
    return new ChangeDeserializer(property.getType().containedType(0));
  }

  @Override
  public Change<?> deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    return Change.to(context.<Object>readValue(parser, type));
  }

  @Override
  public Change<?> getNullValue(DeserializationContext context) {
    return Change.to(null);
  }

  @Override
  public Object getAbsentValue(DeserializationContext context) {
    return Change.none();
  }
}
