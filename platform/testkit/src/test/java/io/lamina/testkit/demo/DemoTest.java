package io.lamina.testkit.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.testkit.Phantoms;
import io.lamina.testkit.phantom.CtPhantom;
import io.lamina.testkit.phantom.Organ;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  private static final Map<String, String> PASSWORD = Map.of("LAMINA_DEMO_PASSWORD", "secret-word");

  @TempDir Path temp;
  private FakePlatform platform;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void start() throws IOException {
    platform = new FakePlatform();
    platform.imageUids = images(Phantoms.ct(3).seed(5).sopInstanceUid(1));
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void uploadsThePhantomMasksItsLiverAndGetsTheMaskBack() throws IOException {
    assertEquals(0, demo("--slices", "3", "--seed", "5"), this::screen);

    CtPhantom phantom = Phantoms.ct(3).seed(5);
    byte[] mask = phantom.mask(1, Organ.LIVER).png();
    assertArrayEquals(mask, Files.readAllBytes(temp.resolve("mask-4.png")));
    assertTrue(Files.exists(temp.resolve("image-91.png")));
    assertEquals("121", platform.putHeaders.get("x-amz-meta-annotation_id"));
    assertEquals("10", platform.putHeaders.get("x-amz-meta-mask_group_id"));
    assertEquals("4", platform.putHeaders.get("x-amz-meta-user_id"));
    assertFalse(platform.putHeaders.containsKey("Authorization"));
    Map<?, ?> row = (Map<?, ?>) Json.read(platform.maskRequest);
    assertEquals(phantom.sopInstanceUid(1), row.get("sop_instance_uid"));
    assertEquals(512, Answer.number(row, "width"));
    assertEquals(mask.length, Answer.number(row, "file_size"));
  }

  @Test
  void sendsFieldsAndFilesAsOneMultipartBody() throws IOException {
    Path one = Files.write(temp.resolve("a \"quoted\" 이름.dcm"), new byte[] {1, 2, 13, 10, 3});
    Path empty = Files.write(temp.resolve("empty"), new byte[0]);
    assertEquals(0, demo("--project", "9", one.toString(), empty.toString()), this::screen);

    String boundary = platform.uploadType.replace("multipart/form-data; boundary=", "");
    String expected =
        """
        --B
        Content-Disposition: form-data; name="project_id"

        9
        --B
        Content-Disposition: form-data; name="files"; filename="a %22quoted%22 이름.dcm"
        Content-Type: application/dicom

        \u0001\u0002
        \u0003
        --B
        Content-Disposition: form-data; name="files"; filename="empty"
        Content-Type: application/dicom


        --B--
        """
            .replace("\n", "\r\n")
            .replace("--B", "--" + boundary);
    assertEquals(expected, new String(platform.uploadBody, StandardCharsets.UTF_8));
  }

  @Test
  void masksTheForegroundOfRealFilesOfWhichNoMaskIsKnown() throws IOException {
    Path file = Files.write(temp.resolve("real.dcm"), new byte[100]);
    platform.imageUids = images("1.2.3");
    assertEquals(0, demo(file.toString()), this::screen);
    assertTrue(screen().contains("mask of the foreground: 1 of 4 pixels"), this::screen);
    assertTrue(screen().contains("rejected notes.txt: This is no DICOM file"), this::screen);
  }

  @Test
  void saysWhenTheStudyWentToQuarantine() throws IOException {
    Path file = Files.write(temp.resolve("real.dcm"), new byte[100]);
    platform.intake = "quarantine";
    assertEquals(1, demo(file.toString()));
    assertTrue(screen().contains("went to quarantine"), this::screen);
  }

  @Test
  void leavesMasksOutWhereNoFileHoldsAnImage() throws IOException {
    Path file = Files.write(temp.resolve("report.dcm"), new byte[100]);
    platform.imageUids = "{\"images\":[{\"id\":91,\"rows\":null}]}";
    assertEquals(0, demo(file.toString()), this::screen);
    assertFalse(platform.seen.contains("POST /api/annotations"));
  }

  @Test
  void failsWhenOneByteOfTheMaskCameBackDifferent() {
    platform.download =
        bytes -> {
          byte[] other = bytes.clone();
          other[40]++;
          return other;
        };
    assertEquals(1, demo("--slices", "3", "--seed", "5"));
    assertTrue(screen().contains("first difference at byte 40"), this::screen);
  }

  @Test
  void failsWhenTheMaskCameBackShorter() {
    platform.download = bytes -> Arrays.copyOf(bytes, bytes.length - 1);
    assertEquals(1, demo("--slices", "3", "--seed", "5"));
    assertTrue(screen().contains("came back different"), this::screen);
  }

  @Test
  void saysTheServersAnswerInPlainWords() {
    platform.refusals.put(
        "POST /api/annotations",
        "{\"error\":\"Bad Request\",\"message\":\"missing field 'project_id'\"}");
    assertEquals(1, demo("--slices", "3", "--seed", "5"));
    assertTrue(
        screen()
            .contains(
                "refused POST /api/annotations with 400: Bad Request; missing field 'project_id'"),
        this::screen);
  }

  @Test
  void showsNeitherPasswordNorTokenNorSignedLinks() {
    assertEquals(0, demo("--slices", "3", "--seed", "5"), this::screen);
    assertTrue(screen().contains("PUT  /objects/b/masks/m.png -> 200"), this::screen);
    for (String secret : List.of("secret-word", "tok ", "5ec2e7", "\u001b")) {
      assertFalse(screen().contains(secret), secret);
    }
  }

  @Test
  void saysWhenNothingAnswers() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    Screen plain = new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), false);
    List<String> words = List.of("--base", "http://127.0.0.1:" + unused);
    assertEquals(1, Demo.run(words, PASSWORD, plain));
    assertTrue(screen().contains("Nothing answers at http://127.0.0.1:" + unused), this::screen);
  }

  @Test
  void refusesUnknownOptionsAndMissingFiles() {
    assertEquals(1, demo("--frobnicate"));
    assertTrue(screen().contains("Unknown option --frobnicate"), this::screen);
    assertEquals(1, demo(temp.resolve("absent").toString()));
    assertTrue(screen().contains("There is no file or folder"), this::screen);
  }

  @Test
  void printsALineForEveryTenthWhereNoTerminalIs() {
    assertEquals(0, demo("--slices", "3", "--seed", "5"), this::screen);
    List<String> lines = screen().lines().filter(line -> line.contains("of 3 files  ")).toList();
    assertEquals(11, lines.size(), this::screen);
    assertTrue(lines.get(10).contains("100 %") && lines.get(10).contains("3 of 3 files"));
  }

  private int demo(String... words) {
    List<String> all =
        new ArrayList<>(List.of("--base", platform.base() + "/", "--out", temp.toString()));
    all.addAll(List.of(words));
    Screen plain = new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), false);
    return Demo.run(all, PASSWORD, plain);
  }

  private String screen() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private static String images(String middleUid) {
    String image =
        "{\"id\":%d,\"rows\":512,\"columns\":512,\"instance_number\":%d,"
            + "\"series_instance_uid\":\"2.25.2\",\"sop_instance_uid\":\"%s\"}";
    return "{\"images\":["
        + String.join(
            ",",
            image.formatted(90, 1, "2.25.90"),
            image.formatted(91, 2, middleUid),
            image.formatted(92, 3, "2.25.92"))
        + "]}";
  }
}
