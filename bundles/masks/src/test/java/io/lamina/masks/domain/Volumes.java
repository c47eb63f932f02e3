package io.lamina.masks.domain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Files that masks come in besides pictures, written byte by byte. */
final class Volumes {
  private static final int ITEM = 0xfffee000;

  private Volumes() {}

  /** NIfTI-1, one byte a voxel, with an sform. */
  static byte[] nifti(int width, int height, int slices, double... affine) {
    ByteBuffer file = header(width, height, slices);
    if (affine.length > 0) {
      file.putShort(254, (short) 1);
    }
    for (int i = 0; i < affine.length; i++) {
      file.putFloat(280 + 4 * i, (float) affine[i]);
    }
    return file.array();
  }

  /** NIfTI-1 with a qform: sizes of a voxel, its quaternion, its first place. */
  static byte[] quaternion(int width, int height, int slices, double... numbers) {
    ByteBuffer file = header(width, height, slices);
    file.putShort(252, (short) 1);
    file.putFloat(76, numbers[0] < 0 ? -1 : 1);
    for (int i = 0; i < 3; i++) {
      file.putFloat(80 + 4 * i, (float) Math.abs(numbers[i]));
      file.putFloat(256 + 4 * i, (float) numbers[3 + i]);
      file.putFloat(268 + 4 * i, (float) numbers[6 + i]);
    }
    return file.array();
  }

  private static ByteBuffer header(int width, int height, int slices) {
    ByteBuffer file =
        ByteBuffer.allocate(352 + width * height * slices).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0, 348);
    short[] sides = {3, (short) width, (short) height, (short) slices, 1, 1, 1, 1};
    for (int i = 0; i < sides.length; i++) {
      file.putShort(40 + 2 * i, sides[i]);
    }
    file.putShort(70, (short) 2).putShort(72, (short) 8).putFloat(108, 352);
    file.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
    return file;
  }

  /** NIfTI-2, big-endian, two bytes a voxel, with an sform. */
  static byte[] nifti2(int width, int height, int slices, double... affine) {
    ByteBuffer file = ByteBuffer.allocate(544 + 2 * width * height * slices);
    file.putInt(0, 540).put(4, "n+2\0\r\n\032\n".getBytes(StandardCharsets.US_ASCII));
    file.putShort(12, (short) 4).putShort(14, (short) 16);
    long[] sides = {3, width, height, slices, 1, 1, 1, 1};
    for (int i = 0; i < sides.length; i++) {
      file.putLong(16 + 8 * i, sides[i]);
    }
    file.putLong(168, 544).putInt(348, 1);
    for (int i = 0; i < affine.length; i++) {
      file.putDouble(400 + 8 * i, affine[i]);
    }
    return file.array();
  }

  /** NumPy's format 1, with data of so many bytes. */
  static byte[] npy(String header, int bytes) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(10 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY\1\0".getBytes(StandardCharsets.US_ASCII));
    return file.putShort((short) text.length).put(text).array();
  }

  static byte[] npy(String type, String shape, int bytes) {
    return npy(
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }", bytes);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * A DICOM segmentation of 8-bit frames, explicit little endian (PS3.3, A.51).
   *
   * @param frames their functional groups
   */
  static byte[] segmentation(
      int columns, int rows, String frameOfReference, List<Placement.SegmentFrame> frames) {
    Map<Integer, byte[]> data = new TreeMap<>();
    text(data, 0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.66.4");
    text(data, 0x00080018, "UI", "1.2.3.66");
    text(data, 0x00200052, "UI", frameOfReference);
    number(data, 0x00280002, 1);
    text(data, 0x00280004, "CS", "MONOCHROME2");
    text(data, 0x00280008, "IS", "" + frames.size());
    number(data, 0x00280010, rows);
    number(data, 0x00280011, columns);
    number(data, 0x00280100, 8);
    number(data, 0x00280101, 8);
    number(data, 0x00280102, 7);
    number(data, 0x00280103, 0);
    element(data, 0x52009230, "SQ", items(frames.stream().map(Volumes::groups).toList()));
    byte[] pixels = new byte[(frames.size() * rows * columns + 1) / 2 * 2];
    element(data, 0x7fe00010, "OB", pixels);
    Map<Integer, byte[]> meta = new TreeMap<>();
    text(meta, 0x00020002, "UI", "1.2.840.10008.5.1.4.1.1.66.4");
    text(meta, 0x00020003, "UI", "1.2.3.66");
    text(meta, 0x00020010, "UI", "1.2.840.10008.1.2.1");
    byte[] group = joined(meta);
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, byte[]> first = new TreeMap<>();
    element(first, 0x00020000, "UL", length.putInt(group.length).array());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[128]);
    file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(joined(first));
    file.writeBytes(group);
    file.writeBytes(joined(data));
    return file.toByteArray();
  }

  private static Map<Integer, byte[]> groups(Placement.SegmentFrame frame) {
    Map<Integer, byte[]> groups = new TreeMap<>();
    Map<Integer, byte[]> derivation = new TreeMap<>();
    element(
        derivation,
        0x00082112,
        "SQ",
        items(
            frame.sources().stream()
                .map(
                    uid -> {
                      Map<Integer, byte[]> source = new TreeMap<>();
                      text(source, 0x00081155, "UI", uid);
                      return source;
                    })
                .toList()));
    element(groups, 0x00089124, "SQ", items(List.of(derivation)));
    Map<Integer, byte[]> position = new TreeMap<>();
    text(position, 0x00200032, "DS", decimals(frame.position()));
    element(groups, 0x00209113, "SQ", items(List.of(position)));
    Map<Integer, byte[]> orientation = new TreeMap<>();
    text(orientation, 0x00200037, "DS", decimals(frame.orientation()));
    element(groups, 0x00209116, "SQ", items(List.of(orientation)));
    return groups;
  }

  private static String decimals(List<Double> numbers) {
    return String.join("\\", numbers.stream().map(String::valueOf).toList());
  }

  private static void text(Map<Integer, byte[]> data, int tag, String vr, String value) {
    element(data, tag, vr, value.getBytes(StandardCharsets.US_ASCII));
  }

  private static void number(Map<Integer, byte[]> data, int tag, int value) {
    ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
    element(data, tag, "US", bytes.putShort((short) value).array());
  }

  private static void element(Map<Integer, byte[]> data, int tag, String vr, byte[] value) {
    boolean large = List.of("SQ", "OB").contains(vr);
    int even = (value.length + 1) / 2 * 2;
    ByteBuffer bytes = ByteBuffer.allocate((large ? 12 : 8) + even).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) (tag >>> 16)).putShort((short) tag);
    bytes.put(vr.getBytes(StandardCharsets.US_ASCII));
    if (large) {
      bytes.putShort((short) 0).putInt(even);
    } else {
      bytes.putShort((short) even);
    }
    bytes.put(value);
    if (even > value.length) {
      bytes.put((byte) (vr.equals("UI") || large ? 0 : ' '));
    }
    data.put(tag, bytes.array());
  }

  private static byte[] items(List<Map<Integer, byte[]>> items) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Map<Integer, byte[]> item : items) {
      byte[] content = joined(item);
      ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      head.putShort((short) (ITEM >>> 16)).putShort((short) ITEM).putInt(content.length);
      out.writeBytes(head.array());
      out.writeBytes(content);
    }
    return out.toByteArray();
  }

  private static byte[] joined(Map<Integer, byte[]> data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    data.values().forEach(out::writeBytes);
    return out.toByteArray();
  }
}
