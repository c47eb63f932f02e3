package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The examples these tests send are the documents' own, character by character. */
class DocumentsTest {
  @Test
  void everyBlockStandsInItsDocument() throws IOException {
    final Path folder =
        Documents.folder()
            .orElseGet(
                () -> Assumptions.abort("skipped: the documents are not beside this checkout"));
    final Path blocks = Path.of("src/test/resources/documents");
    final List<Path> all;
    try (Stream<Path> walk = Files.walk(blocks)) {
      all = walk.filter(Files::isRegularFile).toList();
    }
    assertTrue(all.size() > 20, () -> "blocks are missing: " + all);
    for (final Path block : all) {
      final String series = block.getParent().getFileName().toString();
      assertTrue(
          document(folder, series).contains(Files.readString(block)),
          () -> block + " is not in the document " + series);
    }
  }

  private static String document(Path folder, String series) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return Files.readString(
          files
              .filter(file -> file.getFileName().toString().startsWith(series + "-"))
              .findFirst()
              .orElseThrow());
    }
  }
}
