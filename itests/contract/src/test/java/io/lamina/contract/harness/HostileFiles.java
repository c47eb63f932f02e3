package io.lamina.contract.harness;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;

/** Files that come as DICOM and are none, or want to break the reader. */
public final class HostileFiles {
  private static final int PIXEL_DATA = 0x7FE00010;
  private static final int MIB = 1 << 20;
  private static final int BOMB_MIB = 1024;

  private HostileFiles() {}

  /** Each with a name that says what is wrong with it. */
  public static Map<String, byte[]> all() {
    final Slice slice = Slice.any();
    final byte[] good = slice.file();
    final Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("empty", new byte[0]);
    files.put("one byte", new byte[1]);
    files.put("text", "no image at all".repeat(100).getBytes(StandardCharsets.UTF_8));
    files.put(
        "web page", "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8));
    files.put("png", MaskFlow.png(1));
    files.put("zeros", new byte[100_000]);
    files.put("preamble alone", Arrays.copyOf(good, 132));
    files.put("cut in the meta header", Arrays.copyOf(good, 200));
    files.put("cut in the data set", Arrays.copyOf(good, good.length - slice.pixels().length - 60));
    files.put("cut in the pixels", Arrays.copyOf(good, good.length - 100));
    files.put("unknown transfer syntax", as(slice, "1.2.3.4.5"));
    files.put("said to be deflated", as(slice, DicomWriter.DEFLATED));
    files.put("said to be JPEG 2000", as(slice, "1.2.840.10008.1.2.4.90"));
    files.put("absurd dimensions", sized(65_535, 65_535, 1_000_000, 64));
    files.put("no rows", sized(0, 16, 1, 0));
    files.put("more pixels than data", sized(512, 512, 1, 1000));
    files.put("no study uid", uids("", DicomWriter.uid()));
    files.put("no sop uid", uids(DicomWriter.uid(), ""));
    files.put("uid that is a path", uids("../../../etc/passwd", DicomWriter.uid()));
    files.put("uid of 500 digits", uids("1.2." + "3".repeat(496), DicomWriter.uid()));
    files.put("deep sequences", data(slice.header().nested(20_000)));
    files.put("length that lies", data(slice.header().header(PIXEL_DATA, "OW", 0xFFFFFFF0L)));
    files.put(
        "encapsulated without end", data(slice.header().header(PIXEL_DATA, "OB", 0xFFFFFFFFL)));
    files.put("deflate bomb", bomb(slice));
    return files;
  }

  /** Explicit little endian that says to be something else. */
  public static byte[] as(Slice slice, String transferSyntax) {
    return DicomWriter.file(
        transferSyntax,
        slice.sop(),
        slice.header().bytes(PIXEL_DATA, "OW", slice.pixels()).dataSet());
  }

  private static byte[] sized(int rows, int columns, int frames, int pixelBytes) {
    final Slice any = Slice.any();
    return new Slice(
            any.study(), any.series(), any.sop(), 1, rows, columns, frames, new byte[pixelBytes])
        .file();
  }

  private static byte[] uids(String study, String sop) {
    return new Slice(study, DicomWriter.uid(), sop, 1, 4, 4, 1, new byte[32]).file();
  }

  private static byte[] data(DicomWriter dataSet) {
    return DicomWriter.file(DicomWriter.EXPLICIT, DicomWriter.uid(), dataSet.dataSet());
  }

  /** One GiB of zeros in about one MiB. */
  private static byte[] bomb(Slice slice) {
    final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    deflate(
        deflater, slice.header().header(PIXEL_DATA, "OW", (long) BOMB_MIB * MIB).dataSet(), out);
    final byte[] zeros = new byte[MIB];
    for (int i = 0; i < BOMB_MIB; i++) {
      deflate(deflater, zeros, out);
    }
    deflater.finish();
    drain(deflater, out);
    deflater.end();
    return DicomWriter.file(DicomWriter.DEFLATED, slice.sop(), out.toByteArray());
  }

  private static void deflate(Deflater deflater, byte[] bytes, ByteArrayOutputStream out) {
    deflater.setInput(bytes);
    drain(deflater, out);
  }

  private static void drain(Deflater deflater, ByteArrayOutputStream out) {
    final byte[] buffer = new byte[65_536];
    int length = deflater.deflate(buffer);
    while (length > 0) {
      out.write(buffer, 0, length);
      length = deflater.deflate(buffer);
    }
  }
}
