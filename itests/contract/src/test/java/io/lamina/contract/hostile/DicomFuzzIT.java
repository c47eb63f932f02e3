package io.lamina.contract.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.Hostile;
import io.lamina.contract.harness.HostileFiles;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import io.lamina.testkit.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Damaged and hostile DICOM, uploaded and, where that is taken, read in every form (H-20). */
@ExtendWith(Hostile.OneServer.class)
class DicomFuzzIT {
  private static final int PIXEL_DATA = 0x7FE00010;
  private static final long UNDEFINED = 0xFFFFFFFFL;
  private static final int LARGEST = 100_000;
  private static final int AT_ONCE = 20;

  @Test
  void damagedFilesOfEveryCodecAreRefusedOrRead(Hostile hostile) throws IOException {
    final List<byte[]> files = smallFiles();
    final Random random = new Random(Hostile.SEED);
    int read = 0;
    for (int done = 0; done < Hostile.MUTATIONS; done += AT_ONCE) {
      final Multipart body = new Multipart();
      for (int i = 0; i < AT_ONCE; i++) {
        // every codec in turn, and each damaged where its pixels are as often as in its header
        final byte[] file = files.get((done + i) % files.size()).clone();
        body.file("mutation-" + (done + i) + ".dcm", damaged(file, random));
      }
      read += uploadAndRead(hostile, body, "mutations from " + done + " of " + Hostile.SEED);
    }
    assertTrue(read > 0, "nothing damaged was ever taken");
    hostile.assertUnharmed();
  }

  private static List<byte[]> smallFiles() throws IOException {
    final List<byte[]> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(SharedData.require("dicom"))) {
      for (final Path path : paths.sorted().toList()) {
        if (Files.size(path) <= LARGEST) {
          files.add(Files.readAllBytes(path));
        }
      }
    }
    return files;
  }

  @Test
  void bombsAreRefusedOrReadWithinTheirLimits(Hostile hostile) throws IOException {
    for (final var bomb : bombs().entrySet()) {
      uploadAndRead(hostile, new Multipart().file("bomb.dcm", bomb.getValue()), bomb.getKey());
    }
    hostile.assertUnharmed();
  }

  /** A header says 16 x 16, and the picture behind it that it is as large as its codec allows. */
  @Test
  void picturesThatAreLargerThanTheirHeaderSaysAreNotDecoded(Hostile hostile) throws IOException {
    int grown = 0;
    for (final byte[] file : smallFiles()) {
      final byte[] bomb = largest(file.clone());
      if (!Arrays.equals(bomb, file)) {
        uploadAndRead(hostile, new Multipart().file("grown.dcm", bomb), "grown " + grown++);
      }
    }
    assertTrue(grown >= 3, grown + " files have a codec's size to change");
    hostile.assertUnharmed();
  }

  /** Sizes in the headers of JPEG, JPEG-LS (SOFn) and JPEG 2000 (SIZ), all set to the largest. */
  private static byte[] largest(byte[] file) {
    int from = -1;
    for (int i = 132; i < file.length - 4 && from < 0; i++) {
      if (file[i] == (byte) 0xe0
          && file[i + 1] == 0x7f
          && file[i + 2] == 0x10
          && file[i + 3] == 0) {
        from = i;
      }
    }
    for (int i = Math.max(from, 0); from >= 0 && i < file.length - 24; i++) {
      final int marker = file[i] == (byte) 0xff ? file[i + 1] & 0xff : 0;
      if (marker >= 0xc0 && marker <= 0xc3 || marker == 0xf7) {
        Arrays.fill(file, i + 5, i + 9, (byte) 0xff);
      } else if (marker == 0x51) {
        Arrays.fill(file, i + 6, i + 14, (byte) 0x7f);
      }
    }
    return file;
  }

  /** Headers of 58 MiB out of 100 KiB, more at once than are read at once, and from nobody. */
  @Test
  void inflatedHeadersAtOnceDoNotFillTheHeap(Hostile hostile) throws Exception {
    final Slice slice = Slice.any();
    final DicomWriter header = slice.header();
    for (int i = 0; i < 58_000; i++) {
      header.bytes(0x00410001 + i, "UT", new byte[1024]);
    }
    final byte[] bomb = deflated(slice, header.dataSet(), 0);
    final ExecutorService clients = Executors.newFixedThreadPool(4);
    final List<Future<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(
          clients.submit(
              () -> {
                final Multipart body = new Multipart();
                for (int file = 0; file < 1; file++) {
                  body.file("h.dcm", bomb);
                }
                return new Studies(hostile.anonymous()).upload(body);
              }));
    }
    for (final Future<Answer> answer : answers) {
      hostile.check(answer.get(10, TimeUnit.MINUTES), "inflated header");
    }
    clients.shutdown();
    hostile.assertUnharmed();
  }

  private static Map<String, byte[]> bombs() {
    final Map<String, byte[]> bombs = new LinkedHashMap<>(HostileFiles.all());
    bombs.put("65535 x 65535 in RLE", encapsulated("1.2.840.10008.1.2.5", 65_535, 65_535, 1, 64));
    bombs.put(
        "30000 x 30000 in JPEG", encapsulated("1.2.840.10008.1.2.4.50", 30_000, 30_000, 1, 64));
    bombs.put("a million frames", encapsulated("1.2.840.10008.1.2.5", 16, 16, 1_000_000, 64));
    bombs.put("many empty fragments", fragments(200_000, 0));
    bombs.put("fragment that lies", fragments(1, 0x7FFFFFF0));
    final Slice slice = Slice.any();
    bombs.put(
        "table that lies",
        DicomWriter.file(
            "1.2.840.10008.1.2.5",
            slice.sop(),
            slice
                .header()
                .header(PIXEL_DATA, "OB", UNDEFINED)
                .header(0xFFFEE000, "\u00ff\u00ff", 9)
                .dataSet()));
    bombs.put(
        "huge private element",
        DicomWriter.file(
            DicomWriter.EXPLICIT,
            Slice.any().sop(),
            Slice.any().header().header(0x00091001, "UN", 0xFFFFFFF0L).dataSet()));
    final DicomWriter many = Slice.any().header();
    for (int i = 0; i < 100_000; i++) {
      many.text(0x00091001 + (i % 0xfff), "LO", Hostile.PATIENT);
    }
    bombs.put(
        "a hundred thousand elements",
        DicomWriter.file(DicomWriter.EXPLICIT, "2.25.7", many.dataSet()));
    bombs.put(
        "inflates for ever",
        deflated(slice, slice.header().header(PIXEL_DATA, "OW", 256 << 20).dataSet(), 256));
    return bombs;
  }

  private static byte[] encapsulated(String syntax, int rows, int columns, int frames, int bytes) {
    final Slice slice =
        new Slice(
            DicomWriter.uid(),
            DicomWriter.uid(),
            DicomWriter.uid(),
            1,
            rows,
            columns,
            frames,
            new byte[0]);
    final ByteArrayOutputStream set = new ByteArrayOutputStream();
    set.writeBytes(slice.header().header(PIXEL_DATA, "OB", UNDEFINED).dataSet());
    item(set, 0, 0);
    item(set, bytes, bytes);
    delimiter(set);
    return DicomWriter.file(syntax, slice.sop(), set.toByteArray());
  }

  private static byte[] fragments(int count, int length) {
    final Slice slice = Slice.any();
    final ByteArrayOutputStream set = new ByteArrayOutputStream();
    set.writeBytes(slice.header().header(PIXEL_DATA, "OB", UNDEFINED).dataSet());
    item(set, 0, 0);
    for (int i = 0; i < count; i++) {
      item(set, length, 0);
    }
    delimiter(set);
    return DicomWriter.file("1.2.840.10008.1.2.4.90", slice.sop(), set.toByteArray());
  }

  private static void item(ByteArrayOutputStream set, int length, int sent) {
    set.writeBytes(new byte[] {(byte) 0xfe, (byte) 0xff, 0, (byte) 0xe0});
    for (int shift = 0; shift < 32; shift += 8) {
      set.write(length >>> shift);
    }
    set.writeBytes(new byte[sent]);
  }

  private static void delimiter(ByteArrayOutputStream set) {
    set.writeBytes(new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xdd, (byte) 0xe0, 0, 0, 0, 0});
  }

  /**
   * @param zeros MiB of them behind the data set, made while they are deflated
   */
  private static byte[] deflated(Slice slice, byte[] dataSet, int zeros) {
    final ByteArrayOutputStream small = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(small, new Deflater(Deflater.BEST_SPEED, true))) {
      out.write(dataSet);
      final byte[] mebibyte = new byte[1 << 20];
      for (int each = 0; each < zeros; each++) {
        out.write(mebibyte);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return DicomWriter.file(DicomWriter.DEFLATED, slice.sop(), small.toByteArray());
  }

  private static byte[] damaged(byte[] file, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> {
        return Arrays.copyOf(file, 1 + random.nextInt(file.length));
      }
      case 1 -> {
        final int at = random.nextInt(Math.max(1, file.length - 8));
        final byte[] lengths = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};
        System.arraycopy(lengths, 0, file, at, Math.min(4, file.length - at));
      }
      case 2 -> {
        final int half = file.length / 2;
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
          file[half + random.nextInt(file.length - half)] = (byte) random.nextInt();
        }
      }
      default -> {
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
          file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return file;
  }

  /** Answers how many images were taken. */
  private static int uploadAndRead(Hostile hostile, Multipart body, String what) {
    final Client client = hostile.editor().client();
    final Answer answer = client.post(Studies.UPLOAD, body);
    // names are echoed to who sent them; nothing else of a file is
    hostile.check(answer, what);
    if (answer.status() != 200) {
      return 0;
    }
    int taken = 0;
    for (final JsonNode file : answer.json().get("uploaded_files")) {
      final String image = "/viewer/api/images/" + file.get("image_id").asLong();
      final String name = what + ", " + file.get("filename").asText();
      taken++;
      for (final String form :
          List.of(
              "/pixels/",
              "/pixels/?frame=2",
              "/rendered/",
              "/rendered/?size=64",
              "/data/",
              "/data/?window_width=1e300&window_level=-1e300",
              "/file/")) {
        hostile.check(client.get(image + form), name + form);
      }
      final Answer metadata = client.get(image + "/metadata/");
      hostile.check(metadata, name + " metadata");
    }
    return taken;
  }
}
