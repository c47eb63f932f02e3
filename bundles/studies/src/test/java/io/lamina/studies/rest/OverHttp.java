package io.lamina.studies.rest;

import static io.lamina.studies.domain.TextDicom.object;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lamina.api.identity.Caller;
import io.lamina.studies.domain.IngestService;
import io.lamina.studies.domain.Platform;
import io.lamina.studies.domain.TextDicom;
import io.lamina.studies.rest.Door.Multipart;
import io.lamina.testkit.Callers;
import io.lamina.testkit.TestDatabase;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The capability behind a front door, on an empty database. */
abstract class OverHttp {
  static final String UPLOAD = "/viewer/api/upload/";
  static final String STUDIES = "/viewer/api/studies/";

  private TestDatabase database;
  TextDicom dicom;
  Platform platform;
  Door door;

  @BeforeEach
  void open() throws IOException {
    database = TestDatabase.h2(IngestService.class, "studies");
    dicom = new TextDicom();
    platform = new Platform(database, dicom, Platform.LIMITS);
    door = new Door(platform);
  }

  @AfterEach
  void close() {
    door.close();
    database.close();
  }

  long image(TextDicom.Text object) throws IOException {
    HttpResponse<byte[]> answer =
        door.upload(Callers.EDITOR, UPLOAD, new Multipart().file("files", "a.dcm", object.bytes()));
    return Door.json(answer).get("uploaded_files").get(0).get("image_id").asLong();
  }

  HttpResponse<byte[]> get(String path) throws IOException {
    return door.get(Callers.READER, path);
  }

  HttpResponse<byte[]> post(Caller caller, String path, String json) throws IOException {
    return door.send(
        door.request(caller, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  int delete(String path) throws IOException {
    return door.send(door.request(Callers.ADMIN, path).DELETE()).statusCode();
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }
}
