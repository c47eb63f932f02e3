package io.lamina.rest.routing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths of every capability that was ever active here, so that they answer 503 and not 404
 * while it is away, also right after a start (D-05). Guarded by its owner's lock.
 */
final class RouteMemory {
  private static final Logger LOG = LoggerFactory.getLogger(RouteMemory.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, Set<String>> lines = new TreeMap<>();

  /**
   * @param file of the state, need not exist; null to remember nothing beyond this process
   */
  RouteMemory(Path file) {
    this.file = file;
    if (file != null && Files.isRegularFile(file)) {
      try {
        Map<String, List<String>> read =
            JSON.readValue(file.toFile(), new TypeReference<Map<String, List<String>>>() {});
        read.forEach((capability, own) -> lines.put(capability, new TreeSet<>(own)));
      } catch (IOException e) {
        LOG.warn("The remembered routes could not be read; starting with none", e);
      }
    }
  }

  Set<String> capabilities() {
    return Collections.unmodifiableSet(lines.keySet());
  }

  /** Lines of a capability, each method, space, template. */
  Set<String> of(String capability) {
    return lines.getOrDefault(capability, Set.of());
  }

  /** Adds what is new; with {@code complete} what is not among them is dropped. */
  void remember(String capability, Set<String> routes, boolean complete) {
    Set<String> next = new TreeSet<>(routes);
    if (!complete) {
      next.addAll(of(capability));
    }
    if (!next.equals(of(capability))) {
      lines.put(capability, next);
      write();
    }
  }

  boolean forget(String capability) {
    boolean known = lines.remove(capability) != null;
    if (known) {
      write();
    }
    return known;
  }

  private void write() {
    if (file == null) {
      return;
    }
    try {
      Files.createDirectories(file.getParent());
      Path next = file.resolveSibling(file.getFileName() + ".tmp");
      Files.write(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(lines));
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("The routes could not be remembered; after a restart their paths answer 404", e);
    }
  }
}
