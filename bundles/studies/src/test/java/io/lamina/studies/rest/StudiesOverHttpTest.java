package io.lamina.studies.rest;

import static io.lamina.studies.domain.TextDicom.object;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.dicom.Tag;
import io.lamina.studies.domain.TextDicom;
import io.lamina.studies.rest.Door.Multipart;
import io.lamina.testkit.Callers;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** S5's requests for studies and images over HTTP (C-061 to C-064), with bad input. */
class StudiesOverHttpTest extends OverHttp {
  @Test
  void c061ToC064_answersTheDocumentsFlow() throws IOException {
    byte[] file =
        object("1.2.3.4.5", "1.2.3.4.5.1", "1.2.3.4.5.1.1")
            .with(Tag.WINDOW_WIDTH, "400")
            .with(Tag.WINDOW_CENTER, "40")
            .with(Tag.PIXEL_SPACING, "0.5\\0.5")
            .with(Tag.SERIES_NUMBER, "1")
            .with(Tag.INSTANCE_NUMBER, "1")
            .with(Tag.SERIES_DESCRIPTION, "Chest CT")
            .bytes();
    HttpResponse<byte[]> uploaded =
        door.upload(Callers.EDITOR, UPLOAD, new Multipart().file("files", "image1.dcm", file));
    assertEquals(200, uploaded.statusCode());
    JsonNode upload = Door.json(uploaded);
    assertTrue(upload.get("success").asBoolean());
    assertFalse(upload.has("intake"));
    assertFalse(upload.has("rejected_files"));
    long study = upload.get("study_id").asLong();
    JsonNode stored = upload.get("uploaded_files").get(0);
    assertEquals("image1.dcm", stored.get("filename").asText());
    assertTrue(stored.get("series_id").isInt());
    long image = stored.get("image_id").asLong();

    JsonNode one = Door.json(door.get(Callers.READER, STUDIES)).get(0);
    assertEquals(study, one.get("id").asLong());
    assertEquals("1.2.3.4.5", one.get("study_instance_uid").asText());
    assertEquals("John Doe", one.get("patient_name").asText());
    assertEquals("12345", one.get("patient_id").asText());
    assertEquals("2024-01-15", one.get("study_date").asText());
    assertEquals("CT", one.get("modality").asText());
    assertEquals(1, one.get("series_count").asInt());
    assertEquals(1, one.get("total_images").asInt());
    assertTrue(one.get("created_at").asText().matches("\\S+T\\S+\\.\\d{6}Z"));

    JsonNode list = Door.json(door.get(Callers.READER, STUDIES + study + "/images/"));
    assertEquals("John Doe", list.get("study").get("patient_name").asText());
    JsonNode listed = list.get("images").get(0);
    assertEquals(image, listed.get("id").asLong());
    assertEquals("Chest CT", listed.get("series_description").asText());
    assertEquals("400", listed.get("window_width").toString());
    assertEquals("40", listed.get("window_center").toString());

    JsonNode data = Door.json(door.get(Callers.READER, "/viewer/api/images/" + image + "/data/"));
    assertTrue(data.get("image_data").asText().startsWith("data:image/png;base64,"));
    assertEquals("400", data.get("metadata").get("window_width").toString());
    assertEquals("[0.5,0.5]", data.get("metadata").get("pixel_spacing").toString());
  }

  @Test
  void d13_describesTheSamplesInHeaders() throws IOException {
    long image = image(object("1.1", "1.1.1", "1.1.1.1"));
    HttpResponse<byte[]> pixels = get("/viewer/api/images/" + image + "/pixels/?frame=1");
    assertArrayEquals(new byte[] {1, 2, 3, 4}, pixels.body());
    assertEquals("application/octet-stream", pixels.headers().firstValue("Content-Type").get());
    for (String expected :
        List.of(
            "X-Rows:2",
            "X-Columns:2",
            "X-Samples-Per-Pixel:1",
            "X-Bits-Allocated:8",
            "X-Bits-Stored:8",
            "X-Pixel-Representation:0",
            "X-Photometric-Interpretation:MONOCHROME2",
            "X-Rescale-Slope:1",
            "X-Rescale-Intercept:0")) {
      String[] header = expected.split(":");
      assertEquals(header[1], pixels.headers().firstValue(header[0]).orElse(""), header[0]);
    }
    assertEquals(404, get("/viewer/api/images/" + image + "/pixels/?frame=2").statusCode());
    assertEquals(400, get("/viewer/api/images/" + image + "/pixels/?frame=0").statusCode());
  }

  @Test
  void x29_answersNotModifiedWithoutRendering() throws IOException {
    long image = image(object("1.1", "1.1.1", "1.1.1.1"));
    for (String answer : List.of("rendered/?window_width=1&window_level=2", "data/", "file/")) {
      String path = "/viewer/api/images/" + image + "/" + answer;
      HttpResponse<byte[]> first = get(path);
      assertEquals(200, first.statusCode());
      assertTrue(first.headers().firstValue("Cache-Control").get().contains("private"));
      String tag = first.headers().firstValue("ETag").get();
      assertTrue(tag.startsWith("\""), tag);
      int before = dicom.renderings();
      HttpResponse<byte[]> again =
          door.send(door.request(Callers.READER, path).header("If-None-Match", tag));
      assertEquals(304, again.statusCode());
      assertEquals(tag, again.headers().firstValue("ETag").get());
      assertEquals(before, dicom.renderings());
    }
  }

  @Test
  void rendersAsAsked() throws IOException {
    String base = "/viewer/api/images/" + image(object("1.1", "1.1.1", "1.1.1.1"));
    String shown = text(get(base + "/rendered/?window_width=10&window_center=3&inverted=true"));
    assertTrue(shown.contains("windowWidth=OptionalDouble[10.0], invert=true"), shown);
    for (String bad :
        List.of(
            "window_width=10",
            "window_level=3",
            "window_width=0&window_level=1",
            "window_width=NaN&window_level=1",
            "window_width=x&window_level=1",
            "inverted=maybe",
            "size=0",
            "frame=-1")) {
      assertEquals(400, get(base + "/data/?" + bad).statusCode(), bad);
    }
  }

  @Test
  void showsHeaderAndFileAsTheyCameIn() throws IOException {
    TextDicom.Text object = object("1.1", "1.1.1", "1.1.1.1");
    String base = "/viewer/api/images/" + image(object);
    HttpResponse<byte[]> file = get(base + "/file/");
    assertArrayEquals(object.bytes(), file.body());
    assertEquals(
        "attachment; filename=\"1.1.1.1.dcm\"",
        file.headers().firstValue("Content-Disposition").get());
    JsonNode header = Door.json(get(base + "/metadata/"));
    assertEquals("1.1.1.1", header.get("00080018").get("Value").get(0).asText());
    assertEquals(0, platform.blobs.sourcesOpen());
  }

  @Test
  void saysThatAnObjectHasNoImage() throws IOException {
    TextDicom.Text report =
        new TextDicom.Text(new HashMap<>(object("1.1", "1.1.1", "1.1.1.1").values()));
    report.values().remove(Tag.PIXEL_DATA);
    long image = image(report);
    HttpResponse<byte[]> data = get("/viewer/api/images/" + image + "/data/");
    assertEquals(400, data.statusCode());
    assertTrue(Door.json(data).get("error").asText().contains("no image"));
  }

  @Test
  void h10_answersForeignAndUnknownIdsAlike() throws IOException {
    long image = image(object("1.1", "1.1.1", "1.1.1.1"));
    HttpResponse<byte[]> foreign =
        door.get(Callers.FOREIGN, "/viewer/api/images/" + image + "/data/");
    HttpResponse<byte[]> unknown = door.get(Callers.FOREIGN, "/viewer/api/images/999999/data/");
    assertEquals(404, foreign.statusCode());
    assertEquals(404, unknown.statusCode());
    assertEquals(
        Door.json(unknown).get("error").asText(), Door.json(foreign).get("error").asText());
    assertEquals(404, get("/viewer/api/images/abc/data/").statusCode());
  }

  @Test
  void x32_pagesWithTotalsAndLinks() throws IOException {
    Multipart body = new Multipart();
    IntStream.range(0, 5)
        .forEach(i -> body.file("files", "f", object("1." + i, "1.9." + i, "2." + i).bytes()));
    assertEquals(200, door.upload(Callers.EDITOR, UPLOAD, body).statusCode());
    HttpResponse<byte[]> page = get(STUDIES + "?limit=2&offset=2&patient_name=*doe");
    assertEquals(2, Door.json(page).size());
    assertEquals("5", page.headers().firstValue("X-Total-Count").get());
    String links = page.headers().firstValue("Link").get();
    assertTrue(links.contains("offset=4") && links.contains("rel=\"next\""), links);
    assertTrue(links.contains("offset=0") && links.contains("rel=\"prev\""), links);
    assertTrue(links.contains("patient_name=*doe"), links);
    assertEquals(5, Door.json(get(STUDIES)).size());
    assertTrue(get(STUDIES).headers().firstValue("X-Total-Count").isEmpty());
    assertEquals("5", get(STUDIES + "?limit=50").headers().firstValue("X-Total-Count").get());
    assertEquals("5", get(STUDIES + "?offset=70").headers().firstValue("X-Total-Count").get());
  }

  @Test
  void d12_refusesWhatItDoesNotKnow() throws IOException {
    for (String bad :
        List.of(
            "patient=1",
            "study_date=yesterday",
            "study_date=20241231-20240101",
            "limit=501",
            "limit=0",
            "limit=x",
            "offset=-1",
            "patient_id=a&patient_id=b",
            "page=1")) {
      HttpResponse<byte[]> refused = get(STUDIES + "?" + bad);
      assertEquals(400, refused.statusCode(), bad);
      assertFalse(Door.json(refused).get("error").asText().isEmpty());
    }
    assertEquals(200, get(STUDIES + "?q=%27%22%25").statusCode());
  }
}
