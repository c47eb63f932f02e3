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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files of many makers and syntaxes, through HTTP, against an independent decoder's samples. */
@On(Database.H2)
class RealFilesIT {
  /** Lossy codecs may round differently by so much (manifest: tolerance). */
  private static final double TOLERANCE = 2;

  @Test
  void wholeFolderInOneRequestDecodesToTheExpectedSamples(Server server) throws IOException {
    final Path folder = SharedData.require("dicom");
    final JsonNode manifest =
        new ObjectMapper().readTree(Files.readString(SharedData.require("manifest-dicom.json")));
    final People people = new People(server);
    final Studies studies = new Studies(people.editor(people.project()).client());
    final Multipart body = new Multipart();
    try (Stream<Path> files = Files.list(folder)) {
      files.sorted().forEach(file -> body.file(file.getFileName().toString(), file));
    }
    final JsonNode answer = studies.upload(body).expect(200).json();
    final Map<String, Long> images = new HashMap<>();
    answer
        .get("uploaded_files")
        .forEach(file -> images.put(file.get("filename").asText(), file.get("image_id").asLong()));
    final Map<String, String> rejected = new HashMap<>();
    answer
        .path("rejected_files")
        .forEach(file -> rejected.put(file.get("filename").asText(), file.get("error").asText()));
    assertEquals(manifest.size(), images.size() + rejected.size(), "each file is answered for");

    final List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (final JsonNode entry : manifest) {
      final String name = entry.get("file").asText().substring("dicom/".length());
      final JsonNode expected = entry.get("expected");
      if (expected.isNull() || !expected.hasNonNull("sha256_frame0")) {
        continue;
      }
      compared++;
      if (images.containsKey(name)) {
        final String fault = fault(studies.pixels(images.get(name), 1), expected);
        if (!fault.isEmpty()) {
          wrong.add(name + ": " + fault);
        }
      } else {
        wrong.add(name + " was not stored: " + rejected.get(name));
      }
    }
    assertTrue(compared > 50, "the manifest has few expected samples: " + compared);
    assertEquals(List.of(), wrong);
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
      return "other samples (" + answer.header("X-Photometric-Interpretation") + ")";
    }
    // lossy: the mean over all frames is what the manifest has
    double sum = 0;
    for (final byte sample : answer.body()) {
      sum += sample & 0xFF;
    }
    final double mean = sum / answer.body().length;
    final boolean close =
        expected.get("frames").asInt() > 1
            || expected.get("bytes_per_sample").asInt() > 1
            || Math.abs(mean - expected.get("stored_mean").asDouble()) <= TOLERANCE;
    return close ? "" : "mean " + mean + " instead of " + expected.get("stored_mean");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
