package io.lamina.contract.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The code blocks of the API documents, word for word. */
public final class Documents {
  private Documents() {}

  /**
   * @param name such as {@code S1/annotation.http}
   */
  public static String block(String name) {
    try (InputStream in = Documents.class.getResourceAsStream("/documents/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents themselves, where this checkout has them beside it. */
  public static Optional<Path> folder() {
    final String configured = System.getenv("LAMINA_SHARED");
    return Stream.of(
            configured == null ? Path.of("../../../shared") : Path.of(configured),
            Path.of("/work/shared"))
        .map(shared -> shared.resolve("contract/documents"))
        .filter(Files::isDirectory)
        .findFirst();
  }

  /**
   * A request as a document prints it.
   *
   * @param target path or URL
   */
  public record HttpBlock(String method, String target, Map<String, String> headers, String body) {

    /**
     * @param replacements the document's ids and place holders, and what they are in this test
     */
    public static HttpBlock of(String name, Map<String, String> replacements) {
      String text = block(name);
      for (final var replacement : replacements.entrySet()) {
        text = text.replace(replacement.getKey(), replacement.getValue());
      }
      final String[] parts = text.split("\n\n", 2);
      final String[] lines = parts[0].strip().split("\n");
      final Map<String, String> headers = new LinkedHashMap<>();
      for (final String line : Arrays.asList(lines).subList(1, lines.length)) {
        final String[] header = line.split(": ", 2);
        headers.put(header[0], header[1]);
      }
      final String[] first = lines[0].split(" ", 2);
      return new HttpBlock(
          first[0], first[1].strip(), headers, parts.length > 1 ? parts[1].strip() : "");
    }
  }
}
