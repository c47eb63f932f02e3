package io.lamina.rest.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.lamina.rest.routing.RouteRegistry;
import io.lamina.rest.routing.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The document of what is active now; a capability is read again only when it has changed. */
public final class LiveDocument {
  private static final Logger LOG = LoggerFactory.getLogger(LiveDocument.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

  private final RouteRegistry routes;
  private final String version;
  private final Map<String, Read> known = new HashMap<>();

  /** Table that the document was made of; weak, so that what left it can be unloaded. */
  private WeakReference<RouteTable> last = new WeakReference<>(null);

  private JsonNode document;

  /**
   * What was read of a capability.
   *
   * @param stamp tells its classes apart without holding them
   */
  private record Read(String stamp, ObjectNode document) {}

  /**
   * @param version of the platform
   */
  public LiveDocument(RouteRegistry routes, String version) {
    this.routes = routes;
    this.version = version;
  }

  public byte[] json() {
    return bytes(JSON, merged());
  }

  public byte[] yaml() {
    return bytes(YAML, merged());
  }

  private static byte[] bytes(ObjectMapper mapper, JsonNode document) {
    try {
      return mapper.writeValueAsBytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized JsonNode merged() {
    RouteTable table = routes.table();
    if (last.get() != table) {
      document = merge(table);
      last = new WeakReference<>(table);
    }
    return document;
  }

  private JsonNode merge(RouteTable table) {
    DocumentMerge merge = new DocumentMerge(base(), table);
    known.keySet().retainAll(routes.present());
    for (String capability : routes.present()) {
      List<Class<?>> classes =
          routes.resources(capability).stream()
              .<Class<?>>map(Object::getClass)
              .sorted(Comparator.comparing(Class::getName))
              .toList();
      if (!classes.isEmpty()) {
        read(capability, classes, merge);
      }
    }
    return merge.result();
  }

  private void read(String capability, List<Class<?>> classes, DocumentMerge merge) {
    StringBuilder stamp = new StringBuilder();
    classes.forEach(
        type -> stamp.append(type.getName()).append(System.identityHashCode(type)).append(' '));
    Read read = known.get(capability);
    try {
      if (read == null || !read.stamp().contentEquals(stamp)) {
        read = new Read(stamp.toString(), CapabilityDocument.read(classes));
        known.put(capability, read);
      }
      merge.add(capability, read.document().deepCopy());
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("Capability '{}' is left out of the API document", capability, e);
    }
  }

  private ObjectNode base() {
    try (InputStream in = LiveDocument.class.getResourceAsStream("base.json")) {
      ObjectNode base = (ObjectNode) JSON.readTree(in);
      ((ObjectNode) base.get("info")).put("version", version);
      return base;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
