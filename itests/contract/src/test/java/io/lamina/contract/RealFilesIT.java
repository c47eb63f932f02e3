package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Studies;
import io.lamina.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of many makers and syntaxes, through HTTP, against an independent decoder's samples. */
@On(Database.H2)
class RealFilesIT {
  /** Lossy codecs may round differently by so much (manifest: tolerance). */
  private static final double TOLERANCE = 2;

  /** Cut off in their pixels: refused, though an independent decoder reads what is left. */
  private static final Set<String> TRUNCATED = Set.of("MR_truncated.dcm");

  /** Where the manifest's decoder is wrong: the file that holds the same picture uncompressed. */
  private static final Map<String, String> SAME_PICTURE =
      Map.of("SC_rgb_rle_16bit.dcm", "SC_rgb_expb_16bit.dcm");

  /** SOP Instance UID in any of the three plain encodings. */
  private static final Pattern SOP_INSTANCE =
      Pattern.compile(
          "(?:\\x08\\x00\\x18\\x00(?:UI)?..(?:\\x00\\x00)?|\\x00\\x08\\x00\\x18UI..)([0-9.]{10,64})",
          Pattern.DOTALL);

  private Path folder;
  private JsonNode manifest;
  private Studies studies;
  private final Map<String, Long> images = new HashMap<>();
  private final Map<String, String> rejected = new HashMap<>();

  @BeforeEach
  void data(Server server) throws IOException {
    folder = SharedData.require("dicom");
    manifest =
        new ObjectMapper().readTree(Files.readString(SharedData.require("manifest-dicom.json")));
    final People people = new People(server);
    studies = new Studies(people.editor(people.project()).client());
  }

  @Test
  void wholeFolderInOneRequestDecodesToTheExpectedSamples() throws IOException {
    final Multipart body = new Multipart();
    try (Stream<Path> files = Files.list(folder)) {
      files.sorted().forEach(file -> body.file(file.getFileName().toString(), file));
    }
    upload(body);
    assertEquals(manifest.size(), images.size() + rejected.size(), "each file is answered for");
    // several files are the same object in different syntaxes (D-17): those once more, renamed
    final Multipart again = new Multipart();
    for (final String name : List.copyOf(rejected.keySet())) {
      if (rejected.get(name).contains("other content")) {
        again.file(name, otherInstance(Files.readAllBytes(folder.resolve(name)), name));
        rejected.remove(name);
      }
    }
    upload(again);

    final List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (final JsonNode entry : manifest) {
      final String name = entry.get("file").asText().substring("dicom/".length());
      final JsonNode expected = expected(SAME_PICTURE.getOrDefault(name, name));
      if (expected.isNull() || TRUNCATED.contains(name)) {
        continue;
      }
      compared++;
      final String fault =
          images.containsKey(name)
              ? fault(studies.pixels(images.get(name), 1), expected)
              : "was not stored: " + rejected.get(name);
      if (!fault.isEmpty()) {
        wrong.add(name + " " + fault);
      }
    }
    assertTrue(compared > 50, "the manifest has few expected samples: " + compared);
    assertEquals(List.of(), wrong);
    TRUNCATED.forEach(name -> assertTrue(rejected.containsKey(name), name));
  }

  private JsonNode expected(String name) {
    for (final JsonNode entry : manifest) {
      if (entry.get("file").asText().equals("dicom/" + name)) {
        return entry.get("expected");
      }
    }
    throw new AssertionError("the manifest does not know " + name);
  }

  private void upload(Multipart body) {
    final JsonNode answer = studies.upload(body).expect(200).json();
    answer
        .get("uploaded_files")
        .forEach(file -> images.put(file.get("filename").asText(), file.get("image_id").asLong()));
    answer
        .path("rejected_files")
        .forEach(file -> rejected.put(file.get("filename").asText(), file.get("error").asText()));
  }

  /** The same file under another SOP Instance UID of the same length. */
  private static byte[] otherInstance(byte[] file, String name) {
    final String text = new String(file, StandardCharsets.ISO_8859_1);
    final Matcher matcher = SOP_INSTANCE.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no SOP Instance UID found in " + name);
    }
    final String uid = matcher.group(1);
    final String digits = Integer.toString(1000 + Math.floorMod(name.hashCode(), 9000));
    return text.replace(uid, uid.substring(0, uid.length() - 5) + "." + digits)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String fault(Answer answer, JsonNode expected) {
    if (answer.status() != 200) {
      return answer.toString();
    }
    if (!answer.header("X-Rows").equals(expected.get("rows").asText())
        || !answer.header("X-Columns").equals(expected.get("cols").asText())) {
      return answer.header("X-Rows") + " x " + answer.header("X-Columns");
    }
    if (sha256(answer.body()).equals(expected.get("sha256_frame0").asText())) {
      return "";
    }
    if (!expected.has("tolerance")) {
      return "has other samples, as " + answer.header("X-Photometric-Interpretation");
    }
    // lossy, so no hash: the mean, where the manifest's is of this one frame of bytes
    if (expected.get("frames").asInt() > 1 || expected.get("bytes_per_sample").asInt() > 1) {
      return "";
    }
    double sum = 0;
    for (final byte sample : answer.body()) {
      sum += sample & 0xFF;
    }
    final double mean = sum / answer.body().length;
    return Math.abs(mean - expected.get("stored_mean").asDouble()) <= TOLERANCE
        ? ""
        : "has the mean " + mean + " and not " + expected.get("stored_mean");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
