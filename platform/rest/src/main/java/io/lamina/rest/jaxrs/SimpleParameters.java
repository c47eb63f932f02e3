package io.lamina.rest.jaxrs;

import io.lamina.api.error.LaminaException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.ws.rs.PathParam;
import javax.ws.rs.QueryParam;
import javax.ws.rs.ext.ParamConverter;
import javax.ws.rs.ext.ParamConverterProvider;

/**
 * Numbers, booleans and UUIDs in paths and queries. JAX-RS alone answers 404 for both; an id that
 * is none is indeed not found, but a query parameter of the wrong kind is named.
 */
final class SimpleParameters implements ParamConverterProvider {
  private record Kind(String name, Function<String, ?> parse) {}

  private static final Kind LONG = new Kind("an integer", Long::valueOf);
  private static final Kind INT = new Kind("an integer", Integer::valueOf);
  private static final Kind DOUBLE = new Kind("a number", Double::valueOf);
  private static final Kind BOOLEAN = new Kind("true or false", SimpleParameters::truth);
  private static final Map<Class<?>, Kind> KINDS =
      Map.of(
          long.class, LONG,
          Long.class, LONG,
          int.class, INT,
          Integer.class, INT,
          double.class, DOUBLE,
          Double.class, DOUBLE,
          boolean.class, BOOLEAN,
          Boolean.class, BOOLEAN,
          UUID.class, new Kind("a UUID", UUID::fromString));

  private static Boolean truth(String text) {
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  @Override
  public <T> ParamConverter<T> getConverter(
      Class<T> type, Type genericType, Annotation[] annotations) {
    Kind kind = KINDS.get(type);
    if (kind == null) {
      return null;
    }
    return new ParamConverter<>() {
      @Override
      @SuppressWarnings("unchecked")
      public T fromString(String value) {
        try {
          return value == null ? null : (T) kind.parse().apply(value.trim());
        } catch (IllegalArgumentException e) {
          throw refusal(kind, annotations);
        }
      }

      @Override
      public String toString(T value) {
        return String.valueOf(value);
      }
    };
  }

  private static LaminaException refusal(Kind kind, Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof QueryParam query) {
        return LaminaException.badRequest(
            "Query parameter '" + query.value() + "' must be " + kind.name());
      }
      if (annotation instanceof PathParam) {
        return LaminaException.notFound("No object with this id");
      }
    }
    return LaminaException.badRequest("A parameter must be " + kind.name());
  }
}
