package io.lamina.dicom.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.DicomObject;
import io.lamina.dicom.ElementEdit;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.RenderOptions;
import io.lamina.dicom.Tag;
import io.lamina.dicom.parse.Limits;
import io.lamina.dicom.parse.TransferSyntax;
import io.lamina.dicom.testing.DicomBytes;
import io.lamina.testkit.SharedData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Damaged files: bits flipped, ends cut, lengths that lie. Whatever comes of one, it is a result or
 * an {@link InvalidDicomException}. The seed is fixed; {@code -Dlamina.dicom.mutations=n} does more
 * with another.
 */
class MutationTest {
  private static final int MUTATIONS = Integer.getInteger("lamina.dicom.mutations", 300);
  private static final long SEED = 20_261_121L + (MUTATIONS == 300 ? 0 : MUTATIONS);
  private static final int LARGEST = 40_000;

  @Test
  void damagedFilesOfOurOwnAreReadOrRefused() {
    mutate(own(), MUTATIONS / 3);
  }

  @Test
  void damagedSharedFilesAreReadOrRefused() throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(SharedData.require("dicom"))) {
      for (Path path : paths.sorted().toList()) {
        if (Files.size(path) <= LARGEST) {
          files.add(Files.readAllBytes(path));
        }
      }
    }
    mutate(files, MUTATIONS - MUTATIONS / 3);
  }

  private static void mutate(List<byte[]> files, int count) {
    DicomEngine engine = new DicomEngine(Limits.DEFAULT, true, 2, Duration.ofSeconds(20));
    Random random = new Random(SEED);
    int read = 0;
    try {
      for (int i = 0; i < count; i++) {
        byte[] file = damaged(files.get(random.nextInt(files.size())), random);
        try {
          use(engine, file);
          read++;
        } catch (InvalidDicomException refused) {
          assertTrue(refused.getMessage().length() > 10);
        } catch (Exception | Error other) {
          fail("Mutation " + i + " of seed " + SEED, other);
        }
      }
    } finally {
      engine.stop();
    }
    assertTrue(read > 0, "some damage does no harm");
    assertTrue(read < count, "some damage is found");
  }

  private static void use(DicomEngine engine, byte[] file) throws IOException {
    DicomObject object = engine.parse(ByteSource.of(file));
    engine.writeJson(object, OutputStream.nullOutputStream());
    engine.rewrite(object, element -> ElementEdit.KEEP, OutputStream.nullOutputStream());
    if (object.pixels().isPresent()) {
      engine.render(object, RenderOptions.of(1));
    }
  }

  private static byte[] damaged(byte[] original, Random random) {
    byte[] file = original.clone();
    switch (random.nextInt(4)) {
      case 0 -> file = Arrays.copyOf(file, random.nextInt(file.length));
      case 1 -> {
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
          file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 2 -> {
        // most lengths stand in the header
        int at = 132 + random.nextInt(Math.max(1, Math.min(2000, file.length - 136)));
        int lie = random.nextBoolean() ? -1 : random.nextInt();
        for (int b = 0; b < 4 && at + b < file.length; b++) {
          file[at + b] = (byte) (lie >> (8 * b));
        }
      }
      default -> {
        int from = random.nextInt(file.length);
        int length = random.nextInt(Math.min(64, file.length - from));
        random.nextBytes(file);
        System.arraycopy(original, 0, file, 0, from);
        System.arraycopy(original, from + length, file, from + length, file.length - from - length);
      }
    }
    return file;
  }

  private static List<byte[]> own() {
    List<byte[]> files = new ArrayList<>();
    for (DicomBytes bytes :
        List.of(DicomBytes.explicit(), DicomBytes.implicit(), DicomBytes.big())) {
      DicomBytes item = bytes.item().text(0x00081155, "UI", "1.2.4");
      bytes
          .text(Tag.SPECIFIC_CHARACTER_SET, "CS", "\\ISO 2022 IR 87")
          .text(Tag.SOP_INSTANCE_UID, "UI", "1.2.3")
          .sequence(0x00081140, item, bytes.item().openSequence(0x00081199, "SQ", item))
          .text(Tag.PATIENT_NAME, "PN", "Doe^Jane")
          .text(Tag.NUMBER_OF_FRAMES, "IS", "2")
          .image(8, 8, 1, 16, 12, 1, "MONOCHROME2")
          .text(Tag.WINDOW_CENTER, "DS", "40")
          .text(Tag.WINDOW_WIDTH, "DS", "400")
          .bytes(Tag.PIXEL_DATA, "OW", new byte[256]);
      files.add(bytes.file());
    }
    DicomBytes palette = DicomBytes.explicit().image(4, 4, 1, 8, 8, 0, "PALETTE COLOR");
    for (int c = 0; c < 3; c++) {
      palette.us(0x00281101 + c, 4, 0, 16).us(0x00281201 + c, 1, 2, 3, 4);
    }
    files.add(palette.bytes(Tag.PIXEL_DATA, "OB", new byte[16]).file());
    files.add(palette.file(TransferSyntax.DEFLATED));
    byte[] runs = new byte[64 + 2];
    runs[0] = 1;
    runs[4] = 64;
    runs[64] = -15;
    files.add(
        DicomBytes.explicit()
            .image(4, 4, 1, 8, 8, 0, "MONOCHROME1")
            .fragments(new byte[4], runs)
            .file(TransferSyntax.RLE));
    return files;
  }
}
