package io.lamina.studies.rest;

import static io.lamina.studies.domain.TextDicom.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.api.identity.Caller;
import io.lamina.dicom.Tag;
import io.lamina.studies.domain.TextDicom;
import io.lamina.studies.rest.Door.Multipart;
import io.lamina.testkit.Callers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Uploads over HTTP: good ones, bad ones, held ones (C-061, D-14, D-18, H-02). */
class UploadOverHttpTest extends OverHttp {
  @Test
  void h02_holdsAnonymousUploadsAndReleasesThem() throws IOException {
    Multipart body = new Multipart().file("files", "a.dcm", object("1.1", "1.1.1", "1").bytes());
    HttpResponse<byte[]> held = door.upload(Callers.ANONYMOUS, UPLOAD, body);
    assertEquals(200, held.statusCode());
    JsonNode answer = Door.json(held);
    assertEquals("quarantine", answer.get("intake").asText());
    long study = answer.get("study_id").asLong();
    long image = answer.get("uploaded_files").get(0).get("image_id").asLong();
    assertTrue(study > 0 && image > 0);
    for (String path : List.of("data", "rendered", "pixels", "metadata", "file")) {
      String url = "/viewer/api/images/" + image + "/" + path + "/";
      assertEquals(401, door.get(Callers.ANONYMOUS, url).statusCode(), path);
      for (Caller caller : List.of(Callers.ADMIN, Callers.EDITOR, Callers.STRANGER)) {
        assertEquals(404, door.get(caller, url).statusCode(), path);
      }
    }
    assertEquals(404, door.get(Callers.ADMIN, STUDIES + study + "/").statusCode());
    assertEquals(404, door.get(Callers.ADMIN, STUDIES + study + "/images/").statusCode());

    String intake = "/viewer/api/intake/";
    assertEquals(403, door.get(Callers.EDITOR, intake).statusCode());
    assertEquals(study, Door.json(door.get(Callers.ADMIN, intake)).get(0).get("id").asLong());
    String accept = intake + study + "/accept/";
    assertEquals(403, post(Callers.EDITOR, accept, "{}").statusCode());
    assertEquals(400, post(Callers.ADMIN, accept, "{").statusCode());
    assertEquals(404, post(Callers.ADMIN, accept, "{\"project_id\":99}").statusCode());
    assertEquals(200, post(Callers.ADMIN, accept, "{\"project_id\":1}").statusCode());
    assertEquals(200, door.get(Callers.READER, STUDIES + study + "/images/").statusCode());
    assertEquals(
        404, door.send(door.request(Callers.ADMIN, intake + study + "/").DELETE()).statusCode());
  }

  @Test
  void d17_tellsNobodyThatAnotherHasHisStudy() throws IOException {
    image(object("1.1", "1.1.1", "1.1.1.1"));
    Multipart both =
        new Multipart()
            .file("files", "a", object("1.1", "1.1.1", "1.1.1.1").bytes())
            .file("files", "b", object("1.2", "1.2.1", "1.2.1.1").bytes());
    JsonNode answer = Door.json(door.upload(Callers.FOREIGN, UPLOAD, both));
    assertFalse(answer.has("intake"));
    JsonNode shadow = answer.get("studies").get(0);
    JsonNode own = answer.get("studies").get(1);
    assertEquals("1.1", shadow.get("study_instance_uid").asText());
    assertEquals(names(own), names(shadow));
    assertEquals(own.get("project_id"), shadow.get("project_id"));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void d18_namesTheBadFilesAndKeepsTheGoodOnes() throws IOException {
    HttpResponse<byte[]> mixed =
        door.upload(
            Callers.EDITOR,
            UPLOAD,
            new Multipart()
                .field("csrfmiddlewaretoken", "x")
                .file("files", "../../etc/passwd", "text".getBytes(UTF_8))
                .file("dicom", "good.dcm", object("1.1", "1.1.1", "1.1.1.1").bytes())
                .part("form-data; name=\"files\"", object("1.2", "1.2.1", "1.2.1.1").bytes())
                .file("files", "empty.dcm", new byte[0])
                .file("files", "", new byte[0])
                .file("files", "second.dcm", object("1.3", "1.3.1", "1.3.1.1").bytes()));
    assertEquals(200, mixed.statusCode());
    JsonNode answer = Door.json(mixed);
    assertEquals("good.dcm", answer.get("uploaded_files").get(0).get("filename").asText());
    assertEquals("second.dcm", answer.get("uploaded_files").get(1).get("filename").asText());
    assertEquals(2, answer.get("uploaded_files").size());
    assertEquals("passwd", answer.get("rejected_files").get(0).get("filename").asText());
    assertEquals("file-3", answer.get("rejected_files").get(1).get("filename").asText());
    assertTrue(answer.get("rejected_files").get(1).get("error").asText().contains("no file name"));
    assertEquals("empty.dcm", answer.get("rejected_files").get(2).get("filename").asText());
    assertEquals(2, answer.get("studies").size());
    assertEquals(answer.get("study_id"), answer.get("studies").get(0).get("id"));
  }

  @Test
  void d18_answersInS5sStyleWhereNothingIsGood() throws IOException {
    HttpResponse<byte[]> bad =
        door.upload(
            Callers.EDITOR,
            UPLOAD,
            new Multipart()
                .file("files", "a.txt", "text".getBytes(UTF_8))
                .file("files", "b.txt", new byte[0]));
    assertEquals(400, bad.statusCode());
    JsonNode answer = Door.json(bad);
    assertFalse(answer.get("success").asBoolean());
    assertTrue(answer.get("error").asText().contains("no DICOM object"));
    assertEquals(2, answer.get("rejected_files").size());

    TextDicom.Text object = object("1.1", "1.1.1", "1.1.1.1");
    image(object);
    Multipart changed =
        new Multipart().file("files", "x", object.with(Tag.STUDY_DESCRIPTION, "new").bytes());
    assertEquals(409, door.upload(Callers.EDITOR, UPLOAD, changed).statusCode());
    Multipart large = new Multipart().file("files", "x", new byte[(1 << 20) + 1]);
    assertEquals(413, door.upload(Callers.EDITOR, UPLOAD, large).statusCode());
  }

  @Test
  void refusesUploadsThatAreNone() throws IOException {
    assertEquals(400, door.upload(Callers.EDITOR, UPLOAD, new Multipart()).statusCode());
    assertEquals(
        400, door.upload(Callers.EDITOR, UPLOAD, new Multipart().field("note", "x")).statusCode());
    assertEquals(415, post(Callers.EDITOR, UPLOAD, "{}").statusCode());
    assertTrue(platform.blobs.keys().isEmpty());
  }

  @Test
  void d14_takesTheProjectFromFieldQueryOrHeader() throws IOException {
    byte[] one = object("1.1", "1.1.1", "1.1.1.1").bytes();
    Multipart file = new Multipart().file("files", "a", one);
    Multipart field = new Multipart().field("project_id", "1").file("files", "a", one);
    assertEquals(200, door.upload(Callers.EDITOR, UPLOAD, field).statusCode());
    assertEquals(200, door.upload(Callers.EDITOR, UPLOAD + "?project_id=1", file).statusCode());
    assertEquals(404, door.upload(Callers.EDITOR, UPLOAD + "?project_id=2", file).statusCode());
    assertEquals(403, door.upload(Callers.READER, UPLOAD + "?project_id=1", file).statusCode());
    assertEquals(400, door.upload(Callers.EDITOR, UPLOAD + "?project_id=x", file).statusCode());
    assertEquals(404, door.upload(Callers.EDITOR, UPLOAD + "?project_id=2", field).statusCode());
    HttpResponse<byte[]> header =
        door.send(
            door.request(Callers.EDITOR, UPLOAD)
                .header("X-Project-Id", "2")
                .header("Content-Type", "multipart/form-data; boundary=" + Multipart.BOUNDARY)
                .POST(BodyPublishers.ofByteArray(file.bytes())));
    assertEquals(404, header.statusCode());
    assertEquals(1L, Door.json(get(STUDIES)).get(0).get("project_id").asLong());
  }

  @Test
  void leavesNothingOfAConnectionThatIsCut() throws Exception {
    byte[] body =
        new Multipart().file("files", "a", object("1.1", "1.1.1", "1.1.1.1").bytes()).bytes();
    try (Socket socket = new Socket("127.0.0.1", door.port())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST "
              + UPLOAD
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary="
              + Multipart.BOUNDARY
              + "\r\nContent-Length: "
              + (body.length + 1000)
              + "\r\n\r\n";
      out.write(head.getBytes(UTF_8));
      out.write(body, 0, body.length - 20);
      out.flush();
      socket.shutdownOutput();
      // the server answers or closes: then it has let go of the upload
      socket.getInputStream().readAllBytes();
    }
    assertEquals("[]", text(door.get(Callers.ADMIN, "/viewer/api/intake/")));
    assertEquals(0, platform.blobs.stagedOpen());
    assertTrue(platform.blobs.keys().isEmpty());
  }
}
