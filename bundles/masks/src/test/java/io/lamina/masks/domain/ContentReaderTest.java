package io.lamina.masks.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lamina.api.blob.ByteSource;
import io.lamina.api.error.LaminaException;
import io.lamina.dicom.HeaderTurns;
import io.lamina.masks.MasksFixture;
import io.lamina.testkit.Callers;
import io.lamina.testkit.Phantoms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What volumes and arrays are, how large and where they lie, is read from their content. */
class ContentReaderTest {
  private static final double[] AFFINE = {-2, 0, 0, 90, 0, -2, 0, 80, 0, 0, 3, -70};

  private static Format read(byte[] file) throws IOException {
    return read(file, Clock.systemUTC());
  }

  private static Format read(byte[] file, Clock clock) throws IOException {
    return new ContentReader(MasksFixture.DICOM, new HeaderTurns())
        .read(Callers.EDITOR, ByteSource.of(file), new Deadline(clock));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "|u1; 3, 5; 15; 5; 3; 1",
        "|b1; 3, 5, ; 15; 5; 3; 1",
        "<u2; 4, 3, 5; 120; 5; 3; 4",
        ">f8; 2, 3; 48; 3; 2; 1",
        "<i4; 7,; 28; ; ;",
        "|u1; 0, 5; 0; 5; 0; 1",
        "|u1; ; 1; ; ;"
      })
  void anArrayHasRowsAndColumnsAndPerhapsFrames(
      String type, String shape, int bytes, Integer width, Integer height, Integer frames)
      throws IOException {
    Format format = read(Volumes.npy(type, shape == null ? "" : shape, bytes));
    assertEquals(Format.of(Format.NPY, new Extent(width, height, frames)), format);
  }

  /** The clock goes on by eleven seconds each time somebody looks at it. */
  @Test
  void inflatingEndsWithTheMinuteOfTheRequest() throws IOException {
    byte[] large = Volumes.gzip(Volumes.nifti(256, 256, 64, AFFINE));
    Instant[] now = {Instant.EPOCH};
    InstantSource steps =
        () -> {
          now[0] = now[0].plus(Duration.ofSeconds(11));
          return now[0];
        };
    assertThrows(LaminaException.class, () -> read(large, steps.withZone(ZoneOffset.UTC)));
    assertEquals(
        Format.NIFTI_GZIP, read(large, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)).mediaType());
  }

  @Test
  void anArrayWithoutItsDataIsNone() throws IOException {
    for (byte[] wrong :
        List.of(
            Volumes.npy("|u1", "3, 5", 14),
            Volumes.npy("|u1", "3, 5", 16),
            Volumes.npy("<u2", "3, 5", 15),
            Volumes.npy("|O", "3, 5", 15),
            Volumes.npy("|O8", "3, 5", 120),
            Volumes.npy("|u1", "999999999, 999999999, 999999999", 15),
            Volumes.npy("|u1", "9999999999", 15),
            Volumes.npy("[('a', '|u1')]", "15,", 15),
            Volumes.npy("{'descr': '|u1', 'shape': (15,)}", 15),
            Volumes.npy("import os", 15),
            Arrays.copyOf(Volumes.npy("|u1", "3, 5", 15), 9))) {
      assertEquals(Format.UNKNOWN, read(wrong));
    }
  }

  @Test
  void aVolumeTellsItsSidesAndItsPlace() throws IOException {
    Placement placed = new Placement.Grid(Arrays.stream(AFFINE).boxed().toList());
    Extent extent = new Extent(4, 5, 6);
    assertEquals(new Format(Format.NIFTI, extent, placed), read(Volumes.nifti(4, 5, 6, AFFINE)));
    assertEquals(new Format(Format.NIFTI, extent, placed), read(Volumes.nifti2(4, 5, 6, AFFINE)));
    assertEquals(
        new Format(Format.NIFTI_GZIP, extent, placed),
        read(Volumes.gzip(Volumes.nifti(4, 5, 6, AFFINE))));
    assertNull(((Placement.Grid) read(Volumes.nifti(4, 5, 6)).placement()).affine());
  }

  /** A turn by 90 degrees about z: b and c are 0, d is the sine of 45. */
  @Test
  void aQuaternionIsAnAffine() throws IOException {
    double half = Math.sqrt(0.5);
    byte[] file = Volumes.quaternion(4, 5, 6, 2, 3, 4, 0, 0, half, 10, 20, 30);
    Placement.Grid grid = (Placement.Grid) read(file).placement();
    double[] expected = {0, -3, 0, 10, 2, 0, 0, 20, 0, 0, 4, 30};
    for (int i = 0; i < 12; i++) {
      assertEquals(expected[i], grid.affine().get(i), 1e-5, "number " + i);
    }
    byte[] flipped = Volumes.quaternion(4, 5, 6, -2, 3, 4, 0, 0, half, 10, 20, 30);
    assertEquals(-4, ((Placement.Grid) read(flipped).placement()).affine().get(10), 1e-5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 347, 352, 471})
  void aTornVolumeIsNone(int length) throws IOException {
    byte[] whole = Volumes.nifti(4, 5, 6, AFFINE);
    assertEquals(472, whole.length);
    assertEquals(Format.UNKNOWN, read(Arrays.copyOf(whole, length)));
    assertEquals(Format.GZIP, read(Volumes.gzip(Arrays.copyOf(whole, length))).mediaType());
    byte[] zipped = Volumes.gzip(whole);
    assertEquals(Format.GZIP, read(Arrays.copyOf(zipped, zipped.length - 1)).mediaType(), "no end");
    zipped[zipped.length - 8] ^= 1;
    assertEquals(Format.GZIP, read(zipped).mediaType(), "another checksum");
  }

  @Test
  void aVolumeOfNoSizeOrTooMuchIsNone() throws IOException {
    for (int[] wrong :
        new int[][] {{40, 0}, {40, 8}, {42, 0}, {42, -1}, {72, 0}, {72, 512}, {46, 32767}}) {
      byte[] file = Volumes.nifti(4, 5, 6, AFFINE);
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(wrong[0], (short) wrong[1]);
      assertEquals(Format.UNKNOWN, read(file), wrong[0] + " = " + wrong[1]);
    }
    byte[] bomb = Volumes.gzip(Arrays.copyOf(Volumes.nifti(4, 5, 6, AFFINE), 1 << 20));
    assertEquals(Format.GZIP, read(bomb).mediaType(), "far more than its header says");
  }

  @Test
  void aSegmentationTellsWhereItsFramesLie() throws IOException {
    List<Placement.SegmentFrame> frames =
        List.of(
            new Placement.SegmentFrame(
                List.of(1.0, 2.0, 3.5), List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0), List.of("1.2.9")),
            new Placement.SegmentFrame(
                List.of(1.0, 2.0, 4.5), List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0), List.of()));
    byte[] file = Volumes.segmentation(3, 5, "1.2.8", frames);
    assertEquals(
        new Format(Format.DICOM, new Extent(3, 5, 2), new Placement.Segmentation("1.2.8", frames)),
        read(file));
    assertEquals(Format.UNKNOWN, read(Arrays.copyOf(file, 400)), "torn in its header");
  }

  @Test
  void anyOtherDicomObjectHasItsSize() throws IOException {
    byte[] slice = Phantoms.smallCt(2).instance(0).file();
    assertEquals(Format.of(Format.DICOM, new Extent(64, 64, 1)), read(slice));
    byte[] magic = new byte[200];
    System.arraycopy("DICM".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, magic, 128, 4);
    assertEquals(Format.UNKNOWN, read(magic));
  }
}
