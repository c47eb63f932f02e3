package io.lamina.contract.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import javax.imageio.ImageIO;

/** S1's six steps as one caller, with the document's own bodies. */
public final class MaskFlow {
  private final People.Person person;
  private final Client client;
  private final long project;

  /** What the steps made. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Done(long annotation, long group, long mask, String filePath, byte[] png) {
    public String groups() {
      return "/api/annotations/" + annotation + "/mask-groups";
    }

    public String group(String rest) {
      return groups() + "/" + group + rest;
    }
  }

  public MaskFlow(People.Person person, long project) {
    this.person = person;
    this.client = person.client();
    this.project = project;
  }

  /** A mask image of its own, made from a number. */
  public static byte[] png(int seed) {
    final BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64 * 64; i++) {
      image.getRaster().setSample(i % 64, i / 64, 0, (i * 7 + seed * 131) % 256);
    }
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static ObjectNode body(String block, Map<String, String> replacements) {
    try {
      return (ObjectNode)
          new ObjectMapper().readTree(Documents.HttpBlock.of(block, replacements).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long annotation() {
    final ObjectNode body = body("S1/annotation.http", Map.of());
    body.put("project_id", project);
    return id(client.post("/api/annotations", body.toString()));
  }

  public long group(long annotation) {
    return id(
        client.post(
            "/api/annotations/" + annotation + "/mask-groups",
            body("S1/mask-group.http", Map.of()).toString()));
  }

  public JsonNode uploadUrl(long annotation, long group, String filename) {
    return uploadUrl(annotation, group, filename, "image/png");
  }

  public JsonNode uploadUrl(long annotation, long group, String filename, String type) {
    final ObjectNode body = body("S1/upload-url.http", Map.of());
    body.put("mask_group_id", group).put("filename", filename).put("mime_type", type);
    return client
        .post(
            "/api/annotations/" + annotation + "/mask-groups/" + group + "/upload-url",
            body.toString())
        .expect(200)
        .json();
  }

  /** PUTs as S1's client does: no Authorization, the five x-amz headers. */
  public Answer put(Client anonymous, String url, long annotation, long group, byte[] png) {
    return put(anonymous, url, annotation, group, png, "image/png");
  }

  public Answer put(
      Client anonymous, String url, long annotation, long group, byte[] content, String type) {
    return anonymous.send(
        anonymous
            .request(url)
            .header("Content-Type", type)
            .header("x-amz-acl", "private")
            .header("x-amz-meta-annotation_id", Long.toString(annotation))
            .header("x-amz-meta-file_type", "mask")
            .header("x-amz-meta-mask_group_id", Long.toString(group))
            .header("x-amz-meta-user_id", Long.toString(person.id()))
            .header("x-amz-storage-class", "STANDARD")
            .PUT(BodyPublishers.ofByteArray(content)));
  }

  public Answer complete(long annotation, long group, String filePath) {
    final ObjectNode body = body("S1/complete-upload.http", Map.of());
    body.put("mask_group_id", group).putArray("uploaded_files").add(filePath);
    return client.post(
        "/api/annotations/" + annotation + "/mask-groups/" + group + "/complete-upload",
        body.toString());
  }

  public Answer mask(long annotation, long group, String filePath) {
    return mask(annotation, group, filePath, "image/png");
  }

  public Answer mask(long annotation, long group, String filePath, String type) {
    final ObjectNode body = body("S1/create-mask.http", Map.of());
    body.put("mask_group_id", group).put("file_path", filePath).put("mime_type", type);
    return client.post(
        "/api/annotations/" + annotation + "/mask-groups/" + group + "/masks", body.toString());
  }

  /** All six steps. */
  public Done run(Client anonymous, int seed) {
    return withMask(runToCompletion(anonymous, seed));
  }

  /** The first five steps, to the answer that acknowledges (D-20); without a mask: its id is 0. */
  public Done runToCompletion(Client anonymous, int seed) {
    return runToCompletion(anonymous, annotation(), seed);
  }

  /** All but the first step. */
  public Done run(Client anonymous, long annotation, int seed) {
    return withMask(runToCompletion(anonymous, annotation, seed));
  }

  private Done runToCompletion(Client anonymous, long annotation, int seed) {
    final long group = group(annotation);
    final byte[] png = png(seed);
    final JsonNode link = uploadUrl(annotation, group, "slice_" + seed + ".png");
    put(anonymous, link.get("upload_url").asText(), annotation, group, png).expect(200);
    final String filePath = link.get("file_path").asText();
    complete(annotation, group, filePath).expect(200);
    return new Done(annotation, group, 0, filePath, png);
  }

  /** The sixth step. */
  public Done withMask(Done completed) {
    final long mask = id(mask(completed.annotation(), completed.group(), completed.filePath()));
    return new Done(
        completed.annotation(), completed.group(), mask, completed.filePath(), completed.png());
  }

  /** The bytes behind a mask, by a fresh download link. */
  public byte[] download(Client anonymous, Done done) {
    final ObjectNode body = body("S1/download-url.http", Map.of());
    body.put("mask_id", done.mask()).put("file_path", done.filePath());
    final JsonNode link =
        client
            .post(done.group("/masks/" + done.mask() + "/download-url"), body.toString())
            .expect(200)
            .json();
    return anonymous.get(link.get("download_url").asText()).expect(200).body();
  }

  private static long id(Answer answer) {
    return answer.expect(201).json().get("id").asLong();
  }
}
