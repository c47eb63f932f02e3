package io.lamina.dicom.parse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.FrameIndex;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.Tag;
import io.lamina.dicom.testing.DicomBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameIndexTest {
  private static final String JPEG = TransferSyntax.JPEG_BASELINE;
  private static final byte[] NO_TABLE = {};
  private static final byte[] A = {(byte) 0xff, (byte) 0xd8, 1, 1, 1, 1};
  private static final byte[] B = {2, 2};
  private static final byte[] C = {(byte) 0xff, (byte) 0x4f, (byte) 0xff, 0x51, 3, 3, 3, 3};
  private static final byte[] D = {4, 4, 4, 4};

  private static DicomBytes frames(int count) {
    return DicomBytes.explicit()
        .text(Tag.NUMBER_OF_FRAMES, "IS", Integer.toString(count))
        .image(3, 3, 1, 8, 8, 0, "MONOCHROME2");
  }

  private static FrameIndex index(byte[] file) throws IOException {
    return new P10Reader(Limits.DEFAULT).read(ByteSource.of(file)).frameIndex();
  }

  private static void assertFrame(byte[] file, int frame, byte[]... parts) throws IOException {
    FrameIndex restored = FrameIndex.of(index(file).toBytes());
    byte[] expected = new byte[0];
    for (byte[] part : parts) {
      int at = expected.length;
      expected = Arrays.copyOf(expected, at + part.length);
      System.arraycopy(part, 0, expected, at, part.length);
    }
    assertEquals(expected.length, restored.length(frame));
    assertArrayEquals(expected, restored.open(ByteSource.of(file), frame).readAllBytes());
  }

  @Test
  void framesWithoutCompressionFollowFromArithmetic() throws IOException {
    byte[] pixels = new byte[27];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    byte[] file = frames(3).bytes(Tag.PIXEL_DATA, "OB", pixels).file();
    assertFrame(file, 1, Arrays.copyOfRange(pixels, 0, 9));
    assertFrame(file, 3, Arrays.copyOfRange(pixels, 18, 27));
    assertTrue(index(file).toBytes().length < 24);
    InvalidDicomException none =
        assertThrows(InvalidDicomException.class, () -> index(file).ranges(4));
    assertEquals(Reason.NO_SUCH_FRAME, none.reason());
  }

  @Test
  void framesOfBitsMayBeginInsideAByte() throws IOException {
    byte[] file =
        DicomBytes.explicit()
            .text(Tag.NUMBER_OF_FRAMES, "IS", "3")
            .image(3, 3, 1, 1, 1, 0, "MONOCHROME2")
            .bytes(Tag.PIXEL_DATA, "OB", new byte[] {0, 1, 2, 3})
            .file();
    assertFrame(file, 2, new byte[] {1, 2});
    assertEquals(1, index(file).firstBit(2));
    assertEquals(2, FrameIndex.of(index(file).toBytes()).firstBit(3));
  }

  @Test
  void oneFrameTakesAllFragments() throws IOException {
    assertFrame(frames(1).fragments(NO_TABLE, A, B, D).file(JPEG), 1, A, B, D);
  }

  @Test
  void oneFragmentAFrameNeedsNoTable() throws IOException {
    assertFrame(frames(3).fragments(NO_TABLE, B, D, B).file(JPEG), 2, D);
  }

  @Test
  void theBasicOffsetTableTellsFramesApart() throws IOException {
    byte[] file = frames(2).fragments(table(0, 26), B, D, D).file(JPEG);
    assertEquals(Reason.MALFORMED, refused(file), "an offset into a fragment is no offset");
    assertFrame(frames(2).fragments(table(0, 10), B, D, D).file(JPEG), 2, D, D);
    assertFrame(frames(2).fragments(table(0, 22), B, D, D).file(JPEG), 1, B, D);
  }

  @Test
  void theExtendedOffsetTableTellsFramesApart() throws IOException {
    byte[] offsets =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(0).putLong(22).array();
    byte[] file =
        frames(2).bytes(0x7FE00001, "OV", offsets).fragments(NO_TABLE, B, D, D).file(JPEG);
    assertFrame(file, 1, B, D);
    assertFrame(file, 2, D);
  }

  @Test
  void withoutTableAFrameBeginsWithItsStartMarker() throws IOException {
    byte[] file = frames(2).fragments(NO_TABLE, A, B, C, D).file(JPEG);
    assertFrame(file, 1, A, B);
    assertFrame(file, 2, C, D);
    assertEquals(Reason.MALFORMED, refused(frames(2).fragments(NO_TABLE, A, A, A).file(JPEG)));
  }

  @Test
  void lessFragmentsThanFramesAreCutPixels() {
    assertEquals(Reason.TRUNCATED, refused(frames(3).fragments(NO_TABLE, A, B).file(JPEG)));
  }

  @Test
  void refusesBytesThatAreNoIndex() throws IOException {
    byte[] bytes = index(frames(2).fragments(NO_TABLE, A, B, C, D).file(JPEG)).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> FrameIndex.of(cut));
    }
    byte[] many = {1, 1, -1, -1, -1, -1, 7};
    assertThrows(IllegalArgumentException.class, () -> FrameIndex.of(many));
  }

  private static Reason refused(byte[] file) {
    return assertThrows(InvalidDicomException.class, () -> index(file)).reason();
  }

  private static byte[] table(int... offsets) {
    ByteBuffer table = ByteBuffer.allocate(4 * offsets.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(offsets).forEach(table::putInt);
    return table.array();
  }
}
