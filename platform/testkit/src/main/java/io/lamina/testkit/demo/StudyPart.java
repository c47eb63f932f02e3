package io.lamina.testkit.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The viewer's side: a study goes up, is listed and rendered (C-061 to C-064). */
final class StudyPart {
  private static final int REASONS_SHOWN = 5;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  private final Api api;
  private final Screen screen;

  StudyPart(Api api, Screen screen) {
    this.api = api;
    this.screen = screen;
  }

  /** Sends all files in one request and answers the study's number. */
  long upload(List<Path> files, int project) throws IOException {
    MultipartUpload upload =
        new MultipartUpload(
            "lamina-" + UUID.randomUUID(),
            Map.of("project_id", Integer.toString(project)),
            "files",
            files);
    long from = System.nanoTime();
    Answer answer =
        api.upload(
            "/viewer/api/upload/",
            upload.contentType(),
            upload.publisher((bytes, done) -> show(upload, bytes, done, files.size(), from)));
    double seconds = (System.nanoTime() - from) / 1e9;
    Map<?, ?> said = answer.object();
    int stored = Answer.objects(said, "uploaded_files").size();
    screen.say(
        String.format(
            Locale.ROOT,
            "%d of %d files are stored and durable: %s/s, %.0f files/s",
            stored,
            files.size(),
            Screen.size((long) (upload.length() / seconds)),
            files.size() / seconds));
    List<Map<?, ?>> rejected = Answer.objects(said, "rejected_files");
    rejected.stream()
        .limit(REASONS_SHOWN)
        .forEach(file -> screen.say("rejected " + file.get("filename") + ": " + file.get("error")));
    if (rejected.size() > REASONS_SHOWN) {
      screen.say("... and " + (rejected.size() - REASONS_SHOWN) + " more");
    }
    int studies = Answer.objects(said, "studies").size();
    if (studies > 1) {
      screen.say("They belong to " + studies + " studies; the first one is shown.");
    }
    if ("quarantine".equals(said.get("intake"))) {
      throw new DemoFailure(
          "The study went to quarantine: somebody else has it, and you may not add to his. Sign in"
              + " as a member of its project, or release it below /viewer/api/intake");
    }
    return Answer.number(said, "study_id");
  }

  private void show(MultipartUpload upload, long bytes, int done, int files, long from) {
    screen.progress(bytes, upload.length(), done, files, System.nanoTime() - from);
    if (bytes == upload.length()) {
      screen.say("sent; the server answers when all of it is durable ...");
    }
  }

  /** Lists all studies and shows the row of one. */
  Map<?, ?> list(long studyId) {
    List<Map<?, ?>> rows = api.get("/viewer/api/studies/").objects();
    Map<?, ?> row =
        rows.stream()
            .filter(one -> Answer.number(one, "id") == studyId)
            .findFirst()
            .orElseThrow(
                () -> new DemoFailure("Study " + studyId + " is missing in the list of studies"));
    screen.say(rows.size() + (rows.size() == 1 ? " study is" : " studies are") + " visible; ours:");
    for (String field :
        List.of(
            "id",
            "patient_name",
            "patient_id",
            "study_date",
            "modality",
            "series_count",
            "total_images",
            "study_instance_uid")) {
      screen.say(String.format(Locale.ROOT, "    %-20s %s", field, row.get(field)));
    }
    return row;
  }

  /** Lists the study's images and takes the middle one; empty where no file holds an image. */
  Optional<ShownImage> middle(Map<?, ?> study) {
    long studyId = Answer.number(study, "id");
    Map<?, ?> said = api.get("/viewer/api/studies/" + studyId + "/images/").object();
    List<Map<?, ?>> images =
        Answer.objects(said, "images").stream().filter(one -> one.get("rows") != null).toList();
    if (images.isEmpty()) {
      return Optional.empty();
    }
    int index = images.size() / 2;
    Map<?, ?> image = images.get(index);
    screen.say(
        "%d images; the middle one is number %s, %s x %s, window %s / %s"
            .formatted(
                images.size(),
                image.get("instance_number"),
                image.get("columns"),
                image.get("rows"),
                image.get("window_center"),
                image.get("window_width")));
    return Optional.of(
        new ShownImage(
            studyId,
            Answer.number(image, "id"),
            index,
            Optional.ofNullable(study.get("modality")).map(Object::toString).orElse("OT"),
            Answer.text(study, "study_instance_uid"),
            Answer.text(image, "series_instance_uid"),
            Answer.text(image, "sop_instance_uid")));
  }

  /** Renders an image and writes the PNG. */
  Path render(ShownImage image, Path folder) throws IOException {
    Map<?, ?> said = api.get("/viewer/api/images/" + image.imageId() + "/data/").object();
    String url = Answer.text(said, "image_data");
    String prefix = "data:image/png;base64,";
    if (!url.startsWith(prefix)) {
      throw new DemoFailure("The rendered image is no PNG");
    }
    byte[] png =
        Base64.getDecoder()
            .decode(url.substring(prefix.length()).getBytes(StandardCharsets.US_ASCII));
    if (png.length < PNG.length || !Arrays.equals(PNG, Arrays.copyOf(png, PNG.length))) {
      throw new DemoFailure("The rendered image is no PNG");
    }
    Path file = folder.resolve("image-" + image.imageId() + ".png");
    return Files.write(file, png);
  }

  /** The decoded samples of an image's first frame (D-13). */
  Answer pixels(ShownImage image) {
    return api.get("/viewer/api/images/" + image.imageId() + "/pixels/?frame=1");
  }
}
