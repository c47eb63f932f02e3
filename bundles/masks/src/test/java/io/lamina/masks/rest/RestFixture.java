package io.lamina.masks.rest;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.api.error.LaminaException;
import io.lamina.masks.MasksFixture;
import io.lamina.rest.PublicBase;
import io.lamina.rest.json.LaminaJson;
import io.lamina.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.Map;
import javax.ws.rs.core.MultivaluedHashMap;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriInfo;

/** The resources over the capability, and JSON as the front door reads and writes it. */
final class RestFixture {
  static final PublicBase BASE = new PublicBase(MasksFixture.BASE);

  private final ObjectMapper mapper = LaminaJson.newMapper();
  final MasksFixture platform;
  final AnnotationResource annotations;
  final MaskGroupResource groups;
  final MaskUploadResource uploads;
  final UploadCompletionResource completions;
  final MaskResource masks;
  final MaskBatchResource batches;

  RestFixture(TestDatabase database) {
    platform = new MasksFixture(database);
    annotations = new AnnotationResource(platform.annotations, platform.history);
    groups = new MaskGroupResource(platform.groups, platform.masks);
    uploads = new MaskUploadResource(platform.uploads);
    completions = new UploadCompletionResource(platform.uploads);
    masks = new MaskResource(platform.masks, platform.downloads);
    batches = new MaskBatchResource(platform.uploads, platform.batches);
  }

  /** A body as it stands in the documents, word for word. */
  ObjectNode document(String name) {
    try (InputStream in = RestFixture.class.getResourceAsStream("documents/" + name + ".json")) {
      return (ObjectNode) mapper.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a request; a refusal of the record comes out as the front door answers it. */
  <T> T read(JsonNode body, Class<T> request) {
    try {
      return mapper.readValue(mapper.writeValueAsBytes(body), request);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof LaminaException refused) {
        throw refused;
      }
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  <T> T readText(String body, Class<T> request) {
    try {
      return read(mapper.readTree(body), request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  <T> T read(String document, Class<T> request) {
    return read(document(document), request);
  }

  /** An answer as the client sees it. */
  ObjectNode written(Object answer) {
    try {
      Object entity = answer instanceof Response response ? response.getEntity() : answer;
      return (ObjectNode) mapper.readTree(mapper.writeValueAsBytes(entity));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static UriInfo query(Map<String, String> parameters) {
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>(parameters);
    return query(query);
  }

  static UriInfo query(MultivaluedMap<String, String> query) {
    return (UriInfo)
        Proxy.newProxyInstance(
            RestFixture.class.getClassLoader(),
            new Class<?>[] {UriInfo.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getQueryParameters")) {
                return query;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
