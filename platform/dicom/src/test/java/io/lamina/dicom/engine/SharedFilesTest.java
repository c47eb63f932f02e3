package io.lamina.dicom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.DicomObject;
import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.RenderOptions;
import io.lamina.dicom.parse.Limits;
import io.lamina.dicom.parse.TransferSyntax;
import io.lamina.testkit.SharedData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every third-party file beside the checkout against what independent decoders found in it, through
 * the native codecs and through the pure Java ones.
 */
class SharedFilesTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final DicomEngine NATIVE = new DicomEngine(Limits.DEFAULT, true, 2, LONG);
  private static final DicomEngine JAVA = new DicomEngine(Limits.DEFAULT, false, 2, LONG);

  /** Damaged on purpose, or no DICOM at all. */
  private static final Map<String, Reason> REFUSED =
      Map.of(
          "dicom/no_meta.dcm", Reason.NOT_DICOM,
          "dicom/rtplan_truncated.dcm", Reason.TRUNCATED,
          "dicom/MR_truncated.dcm", Reason.TRUNCATED);

  private static final Set<String> DAMAGED_PIXELS =
      Set.of("dicom/JPEG2000-embedded-sequence-delimiter.dcm");

  /**
   * The manifest's hash is of gdcm's output, which has the bytes of each pixel in turn (G B B R R G
   * for R R G G B B); the same picture without compression is SC_rgb_expb_16bit.
   */
  private static final String GDCM_WRONG = "dicom/SC_rgb_rle_16bit.dcm";

  private static final String SAME_PICTURE = "dicom/SC_rgb_expb_16bit.dcm";

  /** JPEG of 12 bits, and JPEG 2000 in tiles. */
  private static final Set<String> NOT_IN_JAVA =
      Set.of("dicom/XA1_JPLY.dcm", "dicom/GDCMJ2K_TextGBR.dcm");

  @AfterAll
  static void stop() {
    NATIVE.stop();
    JAVA.stop();
  }

  static Stream<Arguments> files() throws IOException {
    JsonNode entries =
        new ObjectMapper().readTree(SharedData.require("manifest-dicom.json").toFile());
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> Arguments.of(entry.get("file").asText(), entry));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void nativeCodecsGiveTheExpectedSamples(String file, JsonNode entry) throws Exception {
    if (REFUSED.containsKey(file)) {
      InvalidDicomException refused =
          assertThrows(InvalidDicomException.class, () -> parse(NATIVE, file));
      assertEquals(REFUSED.get(file), refused.reason());
      return;
    }
    DicomObject object = parse(NATIVE, file);
    JsonNode expected = entry.get("expected");
    if (DAMAGED_PIXELS.contains(file)) {
      InvalidDicomException damaged =
          assertThrows(InvalidDicomException.class, () -> NATIVE.decode(object, 1));
      assertEquals(Reason.MALFORMED, damaged.reason());
      return;
    }
    if (expected.isNull()) {
      return;
    }
    check(NATIVE, object, file, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void pureJavaCodecsGiveTheExpectedSamplesOrSayThatTheyCannot(String file, JsonNode entry)
      throws Exception {
    JsonNode expected = entry.get("expected");
    if (REFUSED.containsKey(file) || expected.isNull()) {
      return;
    }
    DicomObject object = parse(JAVA, file);
    String syntax = object.transferSyntaxUid();
    boolean unsupported =
        TransferSyntax.isJpegLs(syntax) || TransferSyntax.isHighThroughput(syntax);
    assertEquals(!unsupported, JAVA.decodes(syntax));
    if (unsupported || NOT_IN_JAVA.contains(file)) {
      InvalidDicomException cannot =
          assertThrows(InvalidDicomException.class, () -> JAVA.decode(object, 1));
      assertEquals(Reason.UNSUPPORTED, cannot.reason());
      assertTrue(cannot.getMessage().contains(syntax), cannot.getMessage());
      return;
    }
    check(JAVA, object, file, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyImageRenders(String file, JsonNode entry) throws Exception {
    if (REFUSED.containsKey(file) || DAMAGED_PIXELS.contains(file)) {
      return;
    }
    DicomObject object = parse(NATIVE, file);
    if (object.pixels().isEmpty()) {
      assertEquals(
          Reason.NO_PIXELS,
          assertThrows(
                  InvalidDicomException.class, () -> NATIVE.render(object, RenderOptions.of(1)))
              .reason());
      return;
    }
    assertTrue(NATIVE.render(object, RenderOptions.of(1)).png().length > 64);
  }

  @Test
  void framesDeflatedOneByOneHoldWhatTheUncompressedFileHolds() throws Exception {
    DicomObject deflated = parse(NATIVE, "dicom/liver_deflate.dcm");
    DicomObject plain = parse(NATIVE, "dicom/liver_1frame.dcm");
    assertArrayEquals(NATIVE.decode(plain, 1).bytes(), NATIVE.decode(deflated, 1).bytes());
  }

  private static DicomObject parse(DicomEngine engine, String file) throws IOException {
    return engine.parse(ByteSource.of(Files.readAllBytes(SharedData.require(file))));
  }

  private static void check(DicomEngine engine, DicomObject object, String file, JsonNode expected)
      throws Exception {
    PixelDescription pixels = object.pixels().orElseThrow();
    assertEquals(expected.get("frames").asInt(), pixels.frames());
    assertEquals(expected.get("rows").asInt(), pixels.rows());
    assertEquals(expected.get("cols").asInt(), pixels.columns());
    assertEquals(expected.get("samples").asInt(), pixels.samplesPerPixel());
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    Statistics statistics = new Statistics();
    for (int frame = 1; frame <= pixels.frames(); frame++) {
      FrameSamples samples = engine.decode(object, frame);
      assertEquals(expected.get("bytes_per_sample").asInt(), samples.bytesPerSample());
      assertEquals(pixels.samples() * samples.bytesPerSample(), samples.bytes().length);
      assertEquals(
          expected.get("refPhotometric").asText().replace("YBR_FULL_422", "YBR_FULL"),
          samples.photometricInterpretation());
      all.update(samples.bytes());
      statistics.add(samples);
    }
    String hash = HexFormat.of().formatHex(all.digest());
    if (file.equals(GDCM_WRONG)) {
      DicomObject same = parse(engine, SAME_PICTURE);
      assertArrayEquals(engine.decode(same, 1).bytes(), engine.decode(object, 1).bytes());
      return;
    }
    if (expected.has("tolerance") && !hash.equals(expected.get("sha256_all").asText())) {
      assertFalse(engine == NATIVE, "the native codecs give the very samples, lossy too");
      assertEquals(expected.get("stored_mean").asDouble(), statistics.mean(), 1);
      assertEquals(expected.get("stored_min").asDouble(), statistics.least, 2);
      assertEquals(expected.get("stored_max").asDouble(), statistics.most, 2);
      return;
    }
    assertEquals(expected.get("sha256_all").asText(), hash);
  }

  /** Mean, minimum and maximum of the samples. */
  private static final class Statistics {
    private double sum;
    private long count;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    void add(FrameSamples samples) {
      ByteBuffer bytes = ByteBuffer.wrap(samples.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      boolean signed = samples.description().isSigned();
      while (bytes.hasRemaining()) {
        double value =
            switch (samples.bytesPerSample()) {
              case 1 -> signed ? bytes.get() : bytes.get() & 0xff;
              case 2 -> signed ? bytes.getShort() : bytes.getShort() & 0xffff;
              default -> signed ? bytes.getInt() : bytes.getInt() & 0xffffffffL;
            };
        sum += value;
        count++;
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }

    double mean() {
      return sum / count;
    }
  }
}
