package io.lamina.studies.domain;

import static io.lamina.studies.domain.TextDicom.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.dicom.Dicom;
import io.lamina.dicom.HeaderTurns;
import io.lamina.dicom.Tag;
import io.lamina.studies.domain.UploadResult.Stored;
import io.lamina.testkit.Callers;
import io.lamina.testkit.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
  void finishesWhatWasRunningWhenTheTurnsEnd() throws IOException {
    HeaderTurns turns = new HeaderTurns();
    IngestService ingest = ingest(new HeaderMemory(), new TextDicom(), turns);
    try (Upload upload = ingest.start(Callers.EDITOR)) {
      file(upload, "1.1", "1.1.1");
      turns.close();
      for (int i = 2; i <= Upload.BATCH + 1; i++) {
        file(upload, "1.1", "1.1." + i);
      }
      assertEquals(Upload.BATCH + 1, upload.finish().stored().size());
    }
  }

  @Test
  @Timeout(60)
  void takesAnothersUploadWhileHeadersOfOneTakeVeryLong() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    IngestService ingest = ingest(new HeaderMemory(), new TextDicom(slow -> await(slow, end)));
    int flood = Runtime.getRuntime().availableProcessors() + 2;
    try (Upload slow = ingest.start(Callers.EDITOR)) {
      for (int i = 1; i <= flood; i++) {
        file(slow, object("1.7", "1.7.1", "1.7.1." + i).with(Tag.MODALITY, "SLOW").bytes());
      }
      try (Upload other = ingest.start(Callers.ADMIN)) {
        file(other, "1.8", "1.8.1");
        assertEquals(1, other.finish().stored().size());
      }
      end.countDown();
      assertEquals(flood, slow.finish().stored().size());
    }
  }

  private static void await(Map<Integer, String> values, CountDownLatch end) {
    if (values.containsValue("SLOW")) {
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private IngestService ingest(HeaderMemory memory) {
    return ingest(memory, new TextDicom());
  }

  private IngestService ingest(HeaderMemory memory, Dicom dicom) {
    return ingest(memory, dicom, new HeaderTurns());
  }

  private IngestService ingest(HeaderMemory memory, Dicom dicom, HeaderTurns turns) {
    return new IngestService(
        platform.blobs, platform.catalog, dicom, platform.rights, Platform.LIMITS, memory, turns);
  }

  private static void file(Upload upload, String study, String instance) throws IOException {
    file(upload, object(study, study + ".1", instance).bytes());
  }

  private static void file(Upload upload, byte[] file) throws IOException {
    upload.file(Optional.empty(), new ByteArrayInputStream(file));
  }
}
