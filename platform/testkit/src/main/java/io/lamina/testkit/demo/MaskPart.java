package io.lamina.testkit.demo;

import io.lamina.testkit.phantom.MaskImage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The six steps of the mask upload guide (S1), and the way back (C-002 to C-017). */
final class MaskPart {
  private final Api api;
  private final Screen screen;

  MaskPart(Api api, Screen screen) {
    this.api = api;
    this.screen = screen;
  }

  /** Where a mask lies. */
  record Stored(long annotationId, long groupId, long maskId, String filePath) {
    String group() {
      return "/api/annotations/" + annotationId + "/mask-groups/" + groupId;
    }
  }

  /**
   * @param png the mask as it is uploaded
   */
  Stored store(ShownImage image, MaskImage mask, String label, byte[] png, Signed user) {
    long annotationId = annotation(image, mask, label, user.project());
    long groupId = group(annotationId, image, label);
    String group = "/api/annotations/" + annotationId + "/mask-groups/" + groupId;
    Map<?, ?> link =
        api.post(
                group + "/upload-url",
                Map.of(
                    "mask_group_id",
                    groupId,
                    "filename",
                    "slice_%03d_%s.png".formatted(image.index() + 1, label),
                    "mime_type",
                    "image/png",
                    "expires_in",
                    600))
            .object();
    api.putPresigned(
        Answer.text(link, "upload_url"),
        Map.of(
            "Content-Type", "image/png",
            "x-amz-acl", "private",
            "x-amz-meta-annotation_id", Long.toString(annotationId),
            "x-amz-meta-file_type", "mask",
            "x-amz-meta-mask_group_id", Long.toString(groupId),
            "x-amz-meta-user_id", Long.toString(user.userId()),
            "x-amz-storage-class", "STANDARD"),
        png);
    String filePath = Answer.text(link, "file_path");
    Map<?, ?> completed =
        api.post(
                group + "/complete-upload",
                Map.of(
                    "mask_group_id",
                    groupId,
                    "slice_count",
                    1,
                    "labels",
                    List.of(label),
                    "uploaded_files",
                    List.of(filePath)))
            .object();
    if (Answer.number(completed, "processed_masks") != 1) {
      throw new DemoFailure("The server verified another number of masks than one");
    }
    Map<?, ?> row =
        api.post(
                group + "/masks",
                Map.of(
                    "mask_group_id",
                    groupId,
                    "slice_index",
                    image.index() + 1,
                    "sop_instance_uid",
                    image.sopInstanceUid(),
                    "label_name",
                    label,
                    "file_path",
                    filePath,
                    "mime_type",
                    "image/png",
                    "file_size",
                    png.length,
                    "checksum",
                    "sha256:" + sha256(png),
                    "width",
                    mask.columns(),
                    "height",
                    mask.rows()))
            .object();
    return new Stored(annotationId, groupId, Answer.number(row, "id"), filePath);
  }

  /** Who acts, and in which project. */
  record Signed(long userId, int project) {}

  private long annotation(ShownImage image, MaskImage mask, String label, int project) {
    List<Integer> middle = List.of(mask.columns() / 2, mask.rows() / 2);
    return Answer.number(
        api.post(
                "/api/annotations",
                Map.of(
                    "project_id", project,
                    "study_instance_uid", image.studyInstanceUid(),
                    "series_instance_uid", image.seriesInstanceUid(),
                    "sop_instance_uid", image.sopInstanceUid(),
                    "annotation_data",
                        Map.of("type", "point", "coordinates", middle, "label", label),
                    "is_shared", false,
                    "viewer_software", "lamina-demo",
                    "measurement_values", List.of()))
            .object(),
        "id");
  }

  private long group(long annotationId, ShownImage image, String label) {
    return Answer.number(
        api.post(
                "/api/annotations/" + annotationId + "/mask-groups",
                Map.of(
                    "group_name", "Demo " + label,
                    "model_name", "lamina-demo",
                    "version", "1.0.0",
                    "modality", image.modality(),
                    "slice_count", 1,
                    "mask_type", "segmentation",
                    "description", "Made by ./run --demo"))
            .object(),
        "id");
  }

  /**
   * Downloads the mask through a link of its own and compares it.
   *
   * @throws DemoFailure when one byte differs
   */
  byte[] downloadAndCompare(Stored stored, byte[] sent) {
    Map<?, ?> link =
        api.post(
                stored.group() + "/masks/" + stored.maskId() + "/download-url",
                Map.of(
                    "mask_id", stored.maskId(),
                    "file_path", stored.filePath(),
                    "expires_in", 3600))
            .object();
    byte[] received = api.getPresigned(Answer.text(link, "download_url")).body();
    int mismatch = Arrays.mismatch(sent, received);
    if (mismatch >= 0) {
      throw new DemoFailure(
          "The mask came back different: %d bytes sent, %d received, first difference at byte %d"
              .formatted(sent.length, received.length, mismatch));
    }
    screen.say(
        "the mask came back byte for byte: %d bytes, sha256 %s"
            .formatted(received.length, sha256(received)));
    return received;
  }

  /** The group's statistics, where our mask has to count. */
  void stats(Stored stored, String label) {
    Map<?, ?> stats = api.get(stored.group() + "/masks/stats").object();
    boolean counted =
        stats.get("labels") instanceof Map<?, ?> labels
            && labels.get(label) instanceof Number number
            && number.intValue() == 1;
    if (Answer.number(stats, "total_masks") != 1 || !counted) {
      throw new DemoFailure("The statistics do not count the mask: " + Json.write(stats));
    }
    screen.say(
        "%s mask, %s bytes, labels %s"
            .formatted(
                stats.get("total_masks"),
                stats.get("total_size"),
                Json.write(stats.get("labels"))));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
