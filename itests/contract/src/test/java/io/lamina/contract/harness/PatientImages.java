package io.lamina.contract.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;

/** Uploads to a scenario as S3's clients do. */
public final class PatientImages {
  private final Client professor;
  private final Client anonymous;
  private final String scenario;

  /**
   * @param professor who may upload
   */
  public PatientImages(Client professor, Client anonymous, String scenario) {
    this.professor = professor;
    this.anonymous = anonymous;
    this.scenario = scenario;
  }

  /** The body that asks for an upload link (C-022). */
  public static String wish(String filename, String contentType, long size) {
    return "{\"filename\":\"%s\",\"content_type\":\"%s\",\"content_length\":%d,\"method\":\"PUT\"}"
        .formatted(filename, contentType, size);
  }

  /** The answer to the wish for a link. */
  public JsonNode link(String contentType, long size) {
    final String extension = contentType.substring(contentType.indexOf('/') + 1);
    return professor
        .post(
            "/patient-images/upload-url/" + scenario, wish("photo." + extension, contentType, size))
        .expect(200)
        .json();
  }

  /** Sends the bytes to a link. */
  public Answer put(JsonNode link, String contentType, byte[] image) {
    return anonymous.send(
        anonymous
            .request(link.get("upload_url").asText())
            .header("Content-Type", contentType)
            .PUT(BodyPublishers.ofByteArray(image)));
  }

  /** Both steps; the key of the stored image. */
  public String upload(byte[] image, String contentType) {
    final JsonNode link = link(contentType, image.length);
    put(link, contentType, image).expect(200);
    return link.get("s3_key").asText();
  }
}
