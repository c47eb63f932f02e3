package io.lamina.dicom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.DicomObject;
import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.Tag;
import io.lamina.dicom.parse.Limits;
import io.lamina.dicom.parse.TransferSyntax;
import io.lamina.dicom.testing.DicomBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;

/** Decoding of objects that the test makes itself. */
class DecodingTest {
  private static final DicomEngine ENGINE =
      new DicomEngine(Limits.DEFAULT, true, 2, Duration.ofMinutes(1));

  @AfterAll
  static void stop() {
    ENGINE.stop();
  }

  private static FrameSamples decode(byte[] file, int frame) throws IOException {
    return ENGINE.decode(ENGINE.parse(ByteSource.of(file)), frame);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void planesBecomePixels() throws IOException {
    byte[] file =
        DicomBytes.explicit()
            .us(Tag.PLANAR_CONFIGURATION, 1)
            .image(1, 2, 3, 8, 8, 0, "RGB")
            .bytes(Tag.PIXEL_DATA, "OB", new byte[] {1, 2, 3, 4, 5, 6})
            .file();
    assertArrayEquals(new byte[] {1, 3, 5, 2, 4, 6}, decode(file, 1).bytes());
  }

  @Test
  void bitsBecomeBytesFromInsideAByteOn() throws IOException {
    byte[] file =
        DicomBytes.explicit()
            .text(Tag.NUMBER_OF_FRAMES, "IS", "2")
            .image(1, 5, 1, 1, 1, 0, "MONOCHROME2")
            .bytes(Tag.PIXEL_DATA, "OB", new byte[] {(byte) 0b101_01101, 0b10})
            .file();
    assertArrayEquals(new byte[] {1, 0, 1, 1, 0}, decode(file, 1).bytes());
    assertArrayEquals(new byte[] {1, 0, 1, 0, 1}, decode(file, 2).bytes());
  }

  @Test
  void sharedChromaIsGivenToBothPixels() throws IOException {
    byte[] file =
        DicomBytes.explicit()
            .image(1, 2, 3, 8, 8, 0, "YBR_FULL_422")
            .bytes(Tag.PIXEL_DATA, "OB", new byte[] {10, 20, 30, 40})
            .file();
    FrameSamples samples = decode(file, 1);
    assertArrayEquals(new byte[] {10, 30, 40, 20, 30, 40}, samples.bytes());
    assertEquals("YBR_FULL", samples.photometricInterpretation());
  }

  @Test
  void bigEndianComesOutLittle() throws IOException {
    byte[] words =
        DicomBytes.big()
            .image(1, 2, 1, 16, 16, 0, "MONOCHROME2")
            .bytes(Tag.PIXEL_DATA, "OW", new byte[] {1, 2, 3, 4})
            .file();
    assertArrayEquals(new byte[] {2, 1, 4, 3}, decode(words, 1).bytes());
    byte[] bytesInWords =
        DicomBytes.big()
            .text(Tag.NUMBER_OF_FRAMES, "IS", "2")
            .image(1, 3, 1, 8, 8, 0, "MONOCHROME2")
            .bytes(Tag.PIXEL_DATA, "OW", new byte[] {2, 1, 4, 3, 6, 5})
            .file();
    assertArrayEquals(new byte[] {1, 2, 3}, decode(bytesInWords, 1).bytes());
    assertArrayEquals(new byte[] {4, 5, 6}, decode(bytesInWords, 2).bytes());
  }

  @Test
  void floatingPointStaysAsItIs() throws IOException {
    byte[] values =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2).array();
    byte[] file =
        DicomBytes.explicit()
            .image(1, 2, 1, 32, 32, 0, "MONOCHROME2")
            .bytes(Tag.FLOAT_PIXEL_DATA, "OF", values)
            .file();
    FrameSamples samples = decode(file, 1);
    assertArrayEquals(values, samples.bytes());
    assertEquals(4, samples.bytesPerSample());
    assertTrue(samples.description().floatingPoint());
  }

  @ParameterizedTest
  @CsvSource({"1,8", "1,16", "1,32", "3,8", "3,16"})
  void runLengthsGiveBackWhatWasWritten(int samples, int bits) throws IOException {
    int size = bits / 8;
    byte[] pixels = random(20 * 30 * samples * size);
    Arrays.fill(pixels, 100, 300, (byte) 9);
    DicomBytes bytes =
        DicomBytes.explicit()
            .image(20, 30, samples, bits, bits, 0, samples == 3 ? "RGB" : "MONOCHROME2")
            .fragments(new byte[0], runLengths(pixels, samples, size));
    byte[] file = bytes.file(TransferSyntax.RLE);
    assertArrayEquals(pixels, decode(file, 1).bytes());
  }

  @Test
  void runLengthsThatEndTooEarlyAreRefused() {
    byte[] stream = runLengths(random(600), 1, 1);
    byte[] cut = Arrays.copyOf(stream, stream.length - 40);
    byte[] file =
        DicomBytes.explicit()
            .image(20, 30, 1, 8, 8, 0, "MONOCHROME2")
            .fragments(new byte[0], cut)
            .file(TransferSyntax.RLE);
    assertEquals(
        Reason.MALFORMED,
        assertThrows(InvalidDicomException.class, () -> decode(file, 1)).reason());
  }

  /** PS3.5, annex G: a segment a byte of a sample, high bytes first. */
  private static byte[] runLengths(byte[] pixels, int samples, int size) {
    int stride = samples * size;
    ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(stride);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int s = 0; s < stride; s++) {
      header.putInt(64 + body.size());
      int place = s / size * size + size - 1 - s % size;
      for (int at = place; at < pixels.length; ) {
        int run = 1;
        while (run < 128
            && at + run * stride < pixels.length
            && pixels[at + run * stride] == pixels[at]) {
          run++;
        }
        body.write(run > 1 ? 1 - run : 0);
        body.write(pixels[at]);
        at += run * stride;
      }
      if (body.size() % 2 != 0) {
        body.write(-128);
      }
    }
    byte[] out = new byte[64 + body.size()];
    System.arraycopy(header.array(), 0, out, 0, 64);
    System.arraycopy(body.toByteArray(), 0, out, 64, body.size());
    return out;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TransferSyntax.JPEG_LS,
        TransferSyntax.JPEG_2000_LOSSLESS,
        TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER
      })
  void losslessCodecsGiveBackWhatWasWritten(String syntax) throws IOException {
    short[] values = new short[64 * 48];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) (i * 31 % 4096);
    }
    byte[] pixels = new byte[2 * values.length];
    ByteBuffer.wrap(pixels).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(values);
    byte[] stream = compress(syntax, values);
    byte[] file =
        DicomBytes.explicit()
            .image(48, 64, 1, 16, 12, 0, "MONOCHROME2")
            .fragments(new byte[0], stream)
            .file(syntax);
    assertArrayEquals(pixels, decode(file, 1).bytes());
    byte[] wrong =
        DicomBytes.explicit()
            .image(96, 64, 1, 16, 12, 0, "MONOCHROME2")
            .fragments(new byte[0], stream)
            .file(syntax);
    assertEquals(
        Reason.MALFORMED,
        assertThrows(InvalidDicomException.class, () -> decode(wrong, 1)).reason(),
        "the stream's size is compared before it is decoded");
  }

  private static byte[] compress(String syntax, short[] values) {
    int[] parameters = new int[16];
    parameters[Imgcodecs.DICOM_PARAM_IMREAD] = Imgcodecs.IMREAD_UNCHANGED;
    parameters[Imgcodecs.DICOM_PARAM_DCM_IMREAD] = Imgcodecs.DICOM_FLAG_UNSIGNED;
    parameters[Imgcodecs.DICOM_PARAM_WIDTH] = 64;
    parameters[Imgcodecs.DICOM_PARAM_HEIGHT] = 48;
    parameters[Imgcodecs.DICOM_PARAM_COMPRESSION] =
        TransferSyntax.isJpegLs(syntax)
            ? Imgcodecs.DICOM_CP_JPLS
            : TransferSyntax.isJpeg2000(syntax) ? Imgcodecs.DICOM_CP_J2K : Imgcodecs.DICOM_CP_JPG;
    parameters[Imgcodecs.DICOM_PARAM_COMPONENTS] = 1;
    parameters[Imgcodecs.DICOM_PARAM_BITS_PER_SAMPLE] = 12;
    parameters[Imgcodecs.DICOM_PARAM_JPEG_MODE] = 4;
    parameters[Imgcodecs.DICOM_PARAM_JPEG_PREDICTION] = 1;
    assertTrue(ENGINE.check().facts().containsValue("yes"), "the native library is loaded");
    Mat image = new Mat(48, 64, CvType.CV_16UC1);
    image.put(0, 0, values);
    Mat encoded = Imgcodecs.dicomJpgWrite(image, new MatOfInt(parameters), "");
    byte[] stream = new byte[encoded.rows() * encoded.cols()];
    encoded.get(0, 0, stream);
    return stream;
  }

  @Test
  void anUnknownSyntaxIsNamed() throws IOException {
    byte[] file =
        DicomBytes.explicit()
            .image(1, 2, 1, 8, 8, 0, "MONOCHROME2")
            .fragments(new byte[0], new byte[4])
            .file("1.2.840.10008.1.2.4.100");
    InvalidDicomException cannot = assertThrows(InvalidDicomException.class, () -> decode(file, 1));
    assertEquals(Reason.UNSUPPORTED, cannot.reason());
    assertTrue(cannot.getMessage().contains("1.2.840.10008.1.2.4.100"));
    assertEquals(false, ENGINE.decodes("1.2.840.10008.1.2.4.100"));
  }

  @Test
  void aFrameThatIsNotThereIsNotFound() {
    byte[] file =
        DicomBytes.explicit()
            .image(1, 2, 1, 8, 8, 0, "MONOCHROME2")
            .bytes(Tag.PIXEL_DATA, "OB", new byte[2])
            .file();
    for (int frame : new int[] {0, 2, -1, Integer.MAX_VALUE}) {
      assertEquals(
          Reason.NO_SUCH_FRAME,
          assertThrows(InvalidDicomException.class, () -> decode(file, frame)).reason());
    }
  }

  @Test
  void manyThreadsDecodeTheSameSamples() throws Exception {
    byte[] pixels = random(64 * 64);
    DicomObject object =
        ENGINE.parse(
            DicomBytes.explicit()
                .text(Tag.NUMBER_OF_FRAMES, "IS", "4")
                .image(32, 32, 1, 8, 8, 0, "MONOCHROME2")
                .bytes(Tag.PIXEL_DATA, "OB", pixels)
                .source());
    List<CompletableFuture<byte[]>> all = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      int frame = i % 4 + 1;
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return ENGINE.decode(object, frame).bytes();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    for (int i = 0; i < 64; i++) {
      int from = i % 4 * 1024;
      assertArrayEquals(Arrays.copyOfRange(pixels, from, from + 1024), all.get(i).get());
    }
  }
}
