package io.lamina.rest.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.oas.models.OpenAPI;
import java.util.LinkedHashSet;
import java.util.List;

/** Reads the resource classes of one capability with swagger's own reader. */
final class CapabilityDocument {
  private CapabilityDocument() {}

  /** Swagger's converters are static, so one at a time; they are reset to let the classes go. */
  static synchronized ObjectNode read(List<Class<?>> resources) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Reader.class.getClassLoader());
    try {
      ModelConverters.reset();
      ObjectMapper mapper =
          Json.mapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
      ModelConverters.getInstance().addConverter(new ModelResolver(mapper));
      OpenAPI document = new Reader(new OpenAPI()).read(new LinkedHashSet<>(resources));
      return (ObjectNode) new ObjectMapper().readTree(Json.mapper().writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } finally {
      ModelConverters.reset();
      thread.setContextClassLoader(before);
    }
  }
}
