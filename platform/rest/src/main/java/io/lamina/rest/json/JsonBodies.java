package io.lamina.rest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.stream.Stream;
import javax.ws.rs.Consumes;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.StreamingOutput;
import javax.ws.rs.ext.MessageBodyReader;
import javax.ws.rs.ext.MessageBodyWriter;
import javax.ws.rs.ext.Provider;

/**
 * Reads and writes the JSON bodies of resources. A {@link Stream} is written as an array, item by
 * item, and closed: a long list is never held.
 */
@Provider
@Consumes({MediaType.APPLICATION_JSON, "application/*+json"})
@Produces({MediaType.APPLICATION_JSON, "application/*+json"})
public final class JsonBodies implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
  private final ObjectMapper mapper;
  private final long maxBytes;

  /**
   * @param maxBytes of a request body; beyond it the answer is 413
   */
  public JsonBodies(ObjectMapper mapper, long maxBytes) {
    this.mapper = mapper;
    this.maxBytes = maxBytes;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return isJson(mediaType) && !isRaw(type);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return isJson(mediaType) && !isRaw(type);
  }

  private static boolean isJson(MediaType type) {
    return type.getSubtype().equals("json") || type.getSubtype().endsWith("+json");
  }

  private static boolean isRaw(Class<?> type) {
    return type == byte[].class
        || type == String.class
        || InputStream.class.isAssignableFrom(type)
        || Reader.class.isAssignableFrom(type)
        || StreamingOutput.class.isAssignableFrom(type)
        || java.io.File.class.isAssignableFrom(type);
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    try (JsonParser parser = mapper.createParser(new LimitedBody(body, maxBytes))) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw JsonRefusals.refusal("the body is empty", null);
      }
      if (first == JsonToken.VALUE_NULL) {
        throw JsonRefusals.refusal("expected a value, not null", null);
      }
      return mapper.readerFor(mapper.constructType(genericType)).readValue(parser);
    }
  }

  @Override
  public void writeTo(
      Object value,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    HeldOutput held = new HeldOutput(out);
    if (value instanceof Stream<?> items) {
      try (items;
          SequenceWriter writer = mapper.writer().writeValuesAsArray(held)) {
        for (Iterator<?> each = items.iterator(); each.hasNext(); ) {
          writer.write(each.next());
        }
      }
    } else {
      mapper.writeValue(held, value);
    }
    held.release();
  }

  /** Counts what arrives, for bodies that do not tell their length first. */
  private static final class LimitedBody extends InputStream {
    private final InputStream body;
    private final long max;
    private long count;

    LimitedBody(InputStream body, long max) {
      this.body = body;
      this.max = max;
    }

    @Override
    public int read() throws IOException {
      int value = body.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = body.read(buffer, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int more) {
      count += more;
      if (count > max) {
        throw LaminaException.tooLarge("A JSON body may have at most " + max + " bytes");
      }
    }
  }
}
