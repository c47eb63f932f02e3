package io.lamina.studies.domain;

import static io.lamina.studies.domain.TextDicom.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.studies.domain.UploadResult.Stored;
import io.lamina.testkit.Callers;
import io.lamina.testkit.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an upload may take of the server, and what it does when the server goes on without it. */
class UploadBoundsTest {
  private TestDatabase database;
  private Platform platform;

  @BeforeEach
  void open() {
    database = TestDatabase.h2(IngestService.class, "studies");
    platform = new Platform(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keepsNoMoreHeadersThanFitAndReadsTheOthersFromTheirFiles() throws IOException {
    IngestService ingest = ingest(new HeaderMemory(250, 1000));
    for (int study = 1; study <= 5; study++) {
      int kept = 0;
      try (Upload upload = ingest.start(Callers.EDITOR)) {
        for (int i = 1; i <= 8; i++) {
          file(upload, "1." + study, "1." + study + "." + i);
        }
        for (Stored one : upload.finish().stored()) {
          kept += platform.queries.json(one.imageId()).isPresent() ? 1 : 0;
          ImageDetail image =
              platform.images.image(Callers.READER, one.imageId(), ImagesService.View.METADATA);
          ByteArrayOutputStream json = new ByteArrayOutputStream();
          try (HeaderJson header = platform.images.json(image)) {
            header.writeTo(json);
          }
          assertTrue(json.toString(UTF_8).contains('"' + image.sopInstanceUid() + '"'));
        }
      }
      // what an upload took, the next one has again
      assertTrue(kept > 0 && kept < 8, "kept " + kept);
    }
    assertEquals(0, platform.blobs.sourcesOpen());
  }

  @Test
  void finishesWhatWasRunningWhenTheComponentEnds() throws IOException {
    IngestService ingest = ingest(new HeaderMemory());
    try (Upload upload = ingest.start(Callers.EDITOR)) {
      file(upload, "1.1", "1.1.1");
      ingest.close();
      for (int i = 2; i <= Upload.BATCH + 1; i++) {
        file(upload, "1.1", "1.1." + i);
      }
      assertEquals(Upload.BATCH + 1, upload.finish().stored().size());
    }
  }

  private IngestService ingest(HeaderMemory memory) {
    return new IngestService(
        platform.blobs,
        platform.catalog,
        new TextDicom(),
        platform.rights,
        Platform.LIMITS,
        memory);
  }

  private static void file(Upload upload, String study, String instance) throws IOException {
    byte[] file = object(study, study + ".1", instance).bytes();
    upload.file(Optional.empty(), new ByteArrayInputStream(file));
  }
}
