package io.lamina.rest.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file a day, replaced as a whole, so that a crash leaves the last one. The ids of the day's
 * users stand in it, so that nobody is counted twice after a restart.
 */
final class UsageFiles {
  private static final Logger LOG = LoggerFactory.getLogger(UsageFiles.class);
  private static final Pattern NAME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}\\.json");
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param folder made when something is written
   */
  UsageFiles(Path folder) {
    this.folder = folder;
  }

  private Path file(LocalDate day) {
    return folder.resolve(day + ".json");
  }

  void write(LocalDate day, Map<UsageKey, Usage> usage) throws IOException {
    ArrayNode rows = json.createArrayNode();
    usage.forEach(
        (key, value) -> {
          ObjectNode row = rows.addObject();
          row.put("capability", key.capability());
          row.put("route", key.route());
          row.put("method", key.method());
          row.put("requests", value.requests());
          row.put("errors", value.errors());
          row.put("bytes_in", value.bytesIn());
          row.put("bytes_out", value.bytesOut());
          row.put("users", value.users().toByteArray());
        });
    Files.createDirectories(folder, OWNER_ONLY);
    Path next = folder.resolve(day + ".next");
    Files.write(next, json.writeValueAsBytes(rows));
    Files.move(
        next, file(day), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Empty where nothing was counted. */
  Map<UsageKey, Usage> read(LocalDate day) throws IOException {
    Map<UsageKey, Usage> usage = new TreeMap<>();
    if (Files.notExists(file(day))) {
      return usage;
    }
    int skipped = 0;
    for (JsonNode row : json.readTree(Files.readAllBytes(file(day)))) {
      Optional<byte[]> users = users(row);
      if (users.isEmpty() || !isWhole(row)) {
        skipped++;
        continue;
      }
      usage.put(
          new UsageKey(
              row.get("capability").asText(),
              row.get("route").asText(),
              row.get("method").asText()),
          new Usage(
              row.get("requests").asLong(),
              row.get("errors").asLong(),
              row.get("bytes_in").asLong(),
              row.get("bytes_out").asLong(),
              BitSet.valueOf(users.get())));
    }
    if (skipped > 0) {
      LOG.warn("The usage statistics of {} have {} rows that cannot be read", day, skipped);
    }
    return usage;
  }

  private static boolean isWhole(JsonNode row) {
    return Stream.of("capability", "route", "method").allMatch(name -> row.path(name).isTextual())
        && Stream.of("requests", "errors", "bytes_in", "bytes_out")
            .allMatch(name -> row.path(name).canConvertToLong());
  }

  private static Optional<byte[]> users(JsonNode row) {
    try {
      return Optional.ofNullable(row.path("users").binaryValue());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes the days before this one. */
  void removeBefore(LocalDate first) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (NAME.matcher(name).matches()
            && LocalDate.parse(name.substring(0, 10)).isBefore(first)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
