package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Documents;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.PatientImages;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Tool;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S3 whole: C-020 to C-026, X-25 to X-28, H-05, H-07, H-12. */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatientImagesIT {
  /** What a page has around the document's code: its address, axios, its one image. */
  private static final String PAGE =
      """
import { readFile } from 'node:fs/promises';
const base = '%s', accessToken = '%s', etags = [];
const call = async (method, url, body, options = {}) => {
  const json = body && !body.bytes;
  const response = await fetch(new URL(url, base), {
    method, body: json ? JSON.stringify(body) : body && body.bytes,
    headers: { ...(json ? { 'Content-Type': 'application/json' } : {}), ...options.headers } });
  if (!response.ok) throw new Error(method + ' ' + response.status + ' ' + await response.text());
  const text = await response.text();
  const headers = Object.fromEntries(response.headers);
  if (method === 'PUT') etags.push(headers.etag);
  return { data: text ? JSON.parse(text) : null, headers };
};
const axios = {
  get: (url, options) => call('GET', url, null, options),
  delete: (url, options) => call('DELETE', url, null, options),
  post: (url, body, options) => call('POST', url, body, options),
  put: (url, body, options) => call('PUT', url, body, options),
};
const img = {}, document = { getElementById: () => img };
""";

  private final String scenario = "s" + UUID.randomUUID().toString().substring(0, 8);
  private Server server;
  private People people;
  private Client professor;
  private Client student;
  private Client anonymous;

  @BeforeAll
  void people(Server server) {
    this.server = server;
    people = new People(server);
    professor = people.stranger("professor").client();
    student = people.stranger("student").client();
    anonymous = new Client(server);
  }

  /**
   * The document's JavaScript as it is printed; only axios and the page around it are stood in for.
   */
  @Test
  void theDocumentsClientRunsUnchanged(@TempDir Path folder) throws IOException {
    final byte[] png = MaskFlow.png(3);
    Files.write(folder.resolve("photo.png"), png);
    final String token =
        professor.post("/api/auth/refresh", "{}").expect(200).json().get("token").asText();
    Files.writeString(
        folder.resolve("page.mjs"),
        PAGE.formatted(server.base(), token)
            + Documents.block("S3/client.js")
            + """
              const bytes = await readFile('photo.png');
              const file = { name: 'photo.png', type: 'image/png', size: bytes.length, bytes };
              const empty = await getScenarioImage('%1$s-js');
              await displayPatientImage('%1$s-js');
              const url = await uploadPatientImage('%1$s-js', file);
              const list = await getScenarioImages('%1$s-js');
              await displayPatientImage('%1$s-js');
              const key = list.images[0].s3_key;
              const link = await generateDownloadUrl('%1$s-js', key);
              const removed = await deletePatientImage('%1$s-js', key);
              const after = await getScenarioImages('%1$s-js');
              process.stdout.write('\\nREPORT' + JSON.stringify(
                { empty, url, list, link, removed, after, src: img.src, alt: img.alt, etags }));
              """
                .formatted(scenario));
    final Tool.Run run = Tool.node().run(folder, Map.of(), "page.mjs");
    assertEquals(0, run.exit(), run.output());
    final JsonNode report =
        new ObjectMapper().readTree(run.output().substring(run.output().indexOf("REPORT") + 6));
    assertTrue(report.at("/empty/image").isNull(), "X-25");
    assertEquals(1, report.at("/list/total_count").asInt());
    final JsonNode image = report.at("/list/images/0");
    assertEquals(png.length, image.get("file_size").asLong());
    assertEquals(report.get("url"), image.get("s3_url"));
    assertEquals(report.get("url"), report.get("src"), "the page shows the stored address");
    assertFalse(image.get("etag").asText().contains("\""));
    assertEquals("\"" + image.get("etag").asText() + "\"", report.at("/etags/0").asText(), "C-023");
    assertEquals(
        "시나리오 " + scenario + "-js의 환자 이미지 1개를 조회했습니다.", report.at("/list/message").asText());
    assertEquals(3600, report.at("/link/expires_in").asInt());
    assertEquals("환자 이미지가 성공적으로 삭제되었습니다.", report.at("/removed/message").asText());
    assertEquals(0, report.at("/after/total_count").asInt());
  }

  @Test
  void anAddressShowsItsImageToWhoeverIsSignedIn() {
    final PatientImages images = new PatientImages(professor, anonymous, scenario + "-a");
    final byte[] png = MaskFlow.png(4);
    final JsonNode link = images.link("image/png", png.length);
    final String address = link.get("s3_url").asText();
    student.get(address).expect(404);
    images.put(link, "image/png", png).expect(200);
    final Answer shown = student.get(address).expect(200);
    assertArrayEquals(png, shown.body());
    assertEquals("nosniff", shown.header("X-Content-Type-Options"));
    assertTrue(shown.header("Content-Disposition").startsWith("inline"));
    final Answer refused = anonymous.get(address).expect(401);
    assertTrue(refused.header("WWW-Authenticate").contains("Basic"), refused::toString);
    people.stranger("demo").client().get(address).expect(403);
    // a mask's file has no address, only links
    student.get("/objects/lamina/masks/annotation_1/group_1/a.png").expect(403);
  }

  @Test
  void whoUploadedAndWhoLookedIsOnRecord() {
    final PatientImages images = new PatientImages(professor, anonymous, scenario + "-audit");
    final byte[] png = MaskFlow.png(10);
    final JsonNode link = images.link("image/png", png.length);
    final String key = "&object_id=" + link.get("s3_key").asText();
    final String of = "object=patient-image" + key;
    // the link is the right to upload, whoever has it: who asked for it is on record
    final JsonNode asked = entries("object=upload-link&action=create" + key);
    assertEquals(1, asked.size(), asked::toString);
    assertEquals(People.of(professor).id(), asked.at("/0/user_id").asLong());
    assertEquals(0, entries(of).size(), "nothing is there yet");
    images.put(link, "image/png", png).expect(200);
    final JsonNode created = entries(of + "&action=create");
    assertEquals(1, created.size(), created::toString);
    assertEquals("127.0.0.1", created.at("/0/address").asText());
    assertEquals(0, entries(of + "&action=read").size());
    student.get(link.get("s3_url").asText()).expect(200);
    final JsonNode read = entries(of + "&action=read");
    assertEquals(1, read.size(), read::toString);
    assertEquals(People.of(student).id(), read.at("/0/user_id").asLong());
    anonymous.get(link.get("s3_url").asText()).expect(401);
    assertEquals(1, entries(of + "&action=read").size(), "nobody saw it");
  }

  private JsonNode entries(String query) {
    return people.admin().get("/api/audit?" + query).expect(200).json().get("entries");
  }

  @Test
  void theLinkOfADeletedImageStoresNothingAnyMore() {
    final String deleted = scenario + "-gone";
    final PatientImages images = new PatientImages(professor, anonymous, deleted);
    final byte[] png = MaskFlow.png(9);
    final JsonNode link = images.link("image/png", png.length);
    images.put(link, "image/png", png).expect(200);
    professor
        .delete("/patient-images/" + deleted + "?s3_key=" + link.get("s3_key").asText())
        .expect(200);
    final Answer again = images.put(link, "image/png", png).expect(409);
    assertTrue(again.json().get("message").asText().contains("was deleted"), again::toString);
    student.get(link.get("s3_url").asText()).expect(404);
    assertEquals(
        0,
        student
            .get("/patient-images/scenarios/" + deleted + "/images")
            .expect(200)
            .json()
            .get("total_count")
            .asInt());
  }

  @Test
  void teachingMaterialIsShownToEverybodyOnceAnAdminSaysSo() {
    final String teaching = scenario + "-t";
    final PatientImages images = new PatientImages(professor, anonymous, teaching);
    final byte[] png = MaskFlow.png(5);
    final JsonNode link = images.link("image/png", png.length);
    images.put(link, "image/png", png).expect(200);
    final String visibility = "/patient-images/scenarios/" + teaching + "/visibility";
    professor.put(visibility, "{\"visibility\":\"public-teaching\"}").expect(403);
    people.admin().put(visibility, "{\"visibility\":\"public-teaching\"}").expect(200);
    assertArrayEquals(png, anonymous.get(link.get("s3_url").asText()).expect(200).body());
    assertEquals(
        "public-teaching", student.get(visibility).expect(200).json().get("visibility").asText());
    people.admin().put(visibility, "{\"visibility\":\"signed-in\"}").expect(200);
    anonymous.get(link.get("s3_url").asText()).expect(401);
    people.admin().put(visibility, "{\"visibility\":\"everybody\"}").expect(400);
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, 100, not an image at all, 415",
    "image/png, 100, <svg onload=alert(1)>, 415",
    "image/jpeg, 100, GIF89a is no jpeg, 415",
    "image/gif, 100, GIF89a<script>alert(1)</script>, 400",
    "image/webp, 100, RIFF0000WEBPVP8 <script>, 400",
    "image/png, 5, longer than was said, 413"
  })
  void whatIsNoImageIsNotStored(String type, long declared, String content, int status) {
    final PatientImages images = new PatientImages(professor, anonymous, scenario + "-bad");
    final JsonNode link = images.link(type, declared);
    final Answer answer =
        images.put(link, type, content.getBytes(StandardCharsets.UTF_8)).expect(status);
    assertTrue(answer.json().get("message").asText().length() > 20, answer::toString);
    student.get(link.get("s3_url").asText()).expect(404);
    assertEquals(
        0,
        student
            .get("/patient-images/scenarios/" + scenario + "-bad/images")
            .expect(200)
            .json()
            .get("total_count")
            .asInt());
  }

  @Test
  void aFormUploadsToo() {
    final JsonNode link =
        professor
            .post(
                "/patient-images/upload-url/" + scenario + "-form",
                "{\"filename\":\"a.png\",\"file_type\":\"image/png\",\"file_size\":50000,\"method\":\"POST\"}")
            .expect(200)
            .json();
    assertEquals("POST", link.get("upload_method").asText());
    final byte[] png = MaskFlow.png(6);
    final Multipart form = new Multipart();
    link.get("upload_fields")
        .fields()
        .forEachRemaining(f -> form.field(f.getKey(), f.getValue().asText()));
    form.piece("form-data; name=\"file\"; filename=\"a.png\"", png);
    anonymous.post(link.get("upload_url").asText(), form).expect(204);
    assertArrayEquals(png, student.get(link.get("s3_url").asText()).expect(200).body());
  }

  @Test
  void refusalsSayWhatIsWrong() {
    final String upload = "/patient-images/upload-url/" + scenario;
    final Answer large =
        professor.post(upload, PatientImages.wish("a.png", "image/png", 10485761)).expect(413);
    assertEquals("파일 크기가 10MB를 초과합니다.", large.json().get("detail").asText());
    final Answer type =
        professor.post(upload, PatientImages.wish("a.svg", "image/svg+xml", 10)).expect(415);
    assertTrue(
        type.json().get("detail").asText().startsWith("지원하지 않는 이미지 형식입니다: image/svg+xml"),
        type::toString);
    assertEquals(
        "The file is larger than 10MB.",
        professor
            .send(
                professor
                    .request(upload)
                    .header("Accept-Language", "en-GB,en;q=0.9")
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            PatientImages.wish("a.png", "image/png", 10485761))))
            .expect(413)
            .json()
            .get("detail")
            .asText());
    for (final String body :
        new String[] {
          "", "[]", "null", "{}", "{\"filename\":\"a\"}", "{\"filename\":1,\"content_type\":{}}"
        }) {
      professor.post(upload, body).expect(400);
    }
    professor
        .post("/patient-images/upload-url/a%20b", PatientImages.wish("a.png", "image/png", 1))
        .expect(400);
    professor.delete("/patient-images/" + scenario).expect(400);
    for (final String key :
        new String[] {
          "patient_images/scenario_other/a.png",
          "patient_images/scenario_" + scenario + "/../scenario_other/a.png",
          "masks/annotation_1/group_1/a.png",
          "patient_images/public/scenario_" + scenario,
          "nothing"
        }) {
      assertEquals(
          "삭제할 환자 이미지를 찾을 수 없습니다.",
          professor
              .delete("/patient-images/" + scenario + "?s3_key=" + key)
              .expect(404)
              .json()
              .get("message")
              .asText(),
          key);
      student
          .post("/patient-images/download-url/" + scenario, "{\"s3_key\":\"" + key + "\"}")
          .expect(404);
    }
    student.get("/patient-images/scenarios/" + scenario + "/image?strict=true").expect(404);
  }

  @Test
  void theNewestImageStandsForItsScenario() {
    final PatientImages images = new PatientImages(professor, anonymous, scenario + "-new");
    images.upload(MaskFlow.png(7), "image/png");
    final String newest = images.upload(MaskFlow.png(8), "image/png");
    final String base = "/patient-images/scenarios/" + scenario + "-new/";
    assertEquals(
        newest, student.get(base + "image").expect(200).json().at("/image/s3_key").asText());
    final JsonNode list = student.get(base + "images").expect(200).json();
    assertEquals(newest, list.at("/images/0/s3_key").asText());
    assertEquals(2, list.get("total_count").asInt());
    final JsonNode link = student.get(base + "image/presigned?expires_in=60").expect(200).json();
    assertEquals(60, link.get("expires_in").asInt());
    assertArrayEquals(
        MaskFlow.png(8), anonymous.get(link.get("download_url").asText()).expect(200).body());
  }
}
