package io.lamina.studies.rest;

import static io.lamina.studies.domain.TextDicom.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.identity.Caller;
import io.lamina.studies.domain.IngestService;
import io.lamina.studies.domain.Platform;
import io.lamina.studies.domain.TextDicom;
import io.lamina.studies.rest.Door.Multipart;
import io.lamina.testkit.Callers;
import io.lamina.testkit.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** S5's 50 files an hour (C-089), under the shipped limits. */
class UploadLimitTest {
  private TestDatabase database;
  private Door door;

  @BeforeEach
  void open() throws IOException {
    database = TestDatabase.h2(IngestService.class, "studies");
    door = new Door(new Platform(database, new TextDicom(), Platform.LIMITS), Map.of());
  }

  @AfterEach
  void close() {
    door.close();
    database.close();
  }

  private HttpResponse<byte[]> upload(Caller caller, String study, int files) throws IOException {
    Multipart body = new Multipart();
    for (int i = 1; i <= files; i++) {
      String uid = study + ".1." + i;
      body.file("files", i + ".dcm", object(study, study + ".1", uid).bytes());
    }
    return door.upload(caller, OverHttp.UPLOAD, body);
  }

  private int studies() throws IOException {
    return Door.json(door.get(Callers.READER, OverHttp.STUDIES)).size();
  }

  @Test
  void aRequestBeyondTheLimitIsRefusedWholeAndCountsNothing() throws IOException {
    HttpResponse<byte[]> refused = upload(Callers.EDITOR, "1.1", 60);
    assertEquals(429, refused.statusCode());
    String reason = Door.json(refused).get("error").asText();
    assertTrue(reason.contains("at most 50 an hour"), reason);
    assertTrue(reason.contains("Nothing of this upload was stored"), reason);
    assertTrue(reason.contains("bulk-upload"), reason);
    assertTrue(refused.headers().firstValueAsLong("Retry-After").orElse(0) > 0);
    assertEquals(50, refused.headers().firstValueAsLong("RateLimit-Limit").orElse(0));
    assertEquals(0, studies());

    assertEquals(200, upload(Callers.EDITOR, "1.1", 50).statusCode());
    assertEquals(1, studies());
    assertEquals(429, upload(Callers.EDITOR, "1.2", 1).statusCode());
    assertEquals(200, upload(Callers.FOREIGN, "1.3", 1).statusCode(), "another user");
  }

  @Test
  void bulkUploadLiftsTheLimit() throws IOException {
    assertEquals(200, upload(Callers.ADMIN, "1.1", 60).statusCode());
  }

  @Test
  void anonymousUploadsAreCountedByAddress() throws IOException {
    assertEquals(200, upload(Callers.ANONYMOUS, "1.1", 30).statusCode());
    assertEquals(429, upload(Callers.ANONYMOUS, "1.2", 21).statusCode());
    assertEquals(200, upload(Callers.ANONYMOUS, "1.3", 20).statusCode());
  }
}
