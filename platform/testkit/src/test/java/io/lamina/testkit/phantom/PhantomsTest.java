package io.lamina.testkit.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.testkit.Phantoms;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PhantomsTest {
  private static final String VERIFIER = "dciodvfy";

  @TempDir Path temp;

  static Stream<Phantom> phantoms() {
    return Stream.of(
        Phantoms.ct(2),
        Phantoms.ct(2).signed(),
        Phantoms.ct(1).encoding(Encoding.EXPLICIT_BIG_ENDIAN),
        Phantoms.ct(1).encoding(Encoding.IMPLICIT_LITTLE_ENDIAN),
        Phantoms.smallCt(1).patient(PhantomPatient.korean(CharacterSet.KOREAN)),
        Phantoms.smallCt(1).patient(PhantomPatient.korean(CharacterSet.UTF_8)),
        Phantoms.mr(2),
        Phantoms.us(3),
        Phantoms.cr());
  }

  /** The gate: an independent reader of the IODs (PS3.3) finds no error. */
  @ParameterizedTest
  @MethodSource("phantoms")
  void meetsItsInformationObjectDefinition(Phantom phantom) throws Exception {
    boolean installed =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, VERIFIER)));
    assertTrue(
        installed || !"true".equals(System.getenv("CI")), VERIFIER + " is missing on the server");
    Assumptions.assumeTrue(installed, "dciodvfy is not installed (Debian package dicom3tools)");
    for (Path file : phantom.writeTo(temp)) {
      Process verifier =
          new ProcessBuilder(VERIFIER, file.toString()).redirectErrorStream(true).start();
      String said =
          new String(verifier.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      verifier.waitFor();
      assertFalse(said.contains("Error"), said);
      assertTrue(said.contains("Image"), said);
    }
  }

  @ParameterizedTest
  @MethodSource("phantoms")
  void namesEveryImageByAValidUidOfItsOwn(Phantom phantom) {
    Set<String> uids = new HashSet<>(List.of(phantom.studyInstanceUid()));
    uids.add(phantom.seriesInstanceUid());
    phantom.instances().forEach(instance -> uids.add(instance.sopInstanceUid()));
    assertEquals(phantom.size() + 2, uids.size());
    for (String uid : uids) {
      assertTrue(uid.matches("2\\.25\\.(0|[1-9][0-9]*)") && uid.length() <= 64, uid);
    }
  }

  @Test
  void givesTheSameBytesForTheSameSeedAndOthersForAnother() {
    byte[] once = Phantoms.ct(8).seed(3).instance(5).file();
    assertArrayEquals(once, Phantoms.ct(8).seed(3).instance(5).file());
    CtPhantom other = Phantoms.ct(8).seed(4);
    assertNotEquals(ByteBuffer.wrap(once), ByteBuffer.wrap(other.instance(5).file()));
    assertNotEquals(Phantoms.ct(8).seed(3).studyInstanceUid(), other.studyInstanceUid());
  }

  @Test
  void writesSamplesInTheByteOrderOfTheEncoding() {
    CtPhantom ct = Phantoms.smallCt(4);
    short[] stored = ct.storedValues(2);
    assertArrayEquals(stored, lastSamples(ct, ByteOrder.LITTLE_ENDIAN));
    assertArrayEquals(
        stored, lastSamples(ct.encoding(Encoding.IMPLICIT_LITTLE_ENDIAN), ByteOrder.LITTLE_ENDIAN));
    assertArrayEquals(
        stored, lastSamples(ct.encoding(Encoding.EXPLICIT_BIG_ENDIAN), ByteOrder.BIG_ENDIAN));
  }

  @Test
  void showsAirTissueAndBoneInHounsfieldUnits() {
    short[] stored = Phantoms.ct(3).storedValues(1);
    assertEquals(-1000, mean(stored, 256, 20), 5);
    int bone = 0;
    int soft = 0;
    for (short value : stored) {
      assertTrue(value >= 0 && value <= 4095);
      bone += value - 1024 > 500 ? 1 : 0;
      soft += Math.abs(value - 1024 - 55) < 40 ? 1 : 0;
    }
    assertTrue(bone > 1_000, "bone: " + bone);
    assertTrue(soft > 20_000, "soft tissue: " + soft);
  }

  @Test
  void padsSignedSlicesOutsideTheFieldOfView() {
    short[] stored = Phantoms.smallCt(1).signed().storedValues(0);
    assertEquals(-2000, stored[0]);
    assertTrue(stored[32 * 64 + 32] > 0);
  }

  @Test
  void masksLiverAndKidneyWhereTheSliceShowsThem() throws Exception {
    CtPhantom ct = Phantoms.ct(48);
    MaskImage mask = ct.mask(16, Organ.LIVER, Organ.KIDNEY);
    assertTrue(mask.marked() > 10_000, "marked: " + mask.marked());
    short[] stored = ct.storedValues(16);
    long sum = 0;
    int liver = 0;
    for (int i = 0; i < stored.length; i++) {
      if (mask.labels()[i] == 1) {
        sum += stored[i] - 1024;
        liver++;
      }
    }
    assertEquals(65, (double) sum / liver, 5);

    var picture = ImageIO.read(new ByteArrayInputStream(mask.png()));
    assertEquals(512, picture.getWidth());
    assertEquals(512, picture.getHeight());
    for (int i = 0; i < mask.labels().length; i++) {
      int grey = picture.getRaster().getSample(i % 512, i / 512, 0);
      assertEquals(mask.labels()[i] * 255 / 2, grey);
    }
  }

  @Test
  void marksSomeLiverWhateverTheNumberOfSlices() {
    for (int slices : new int[] {1, 40, 300}) {
      assertTrue(Phantoms.ct(slices).mask(slices * 2 / 5, Organ.LIVER).marked() > 5_000);
    }
  }

  @Test
  void writesAKoreanNameInItsCharacterSet() {
    String name = PhantomPatient.korean(CharacterSet.UTF_8).name();
    assertArrayEquals(name.getBytes(StandardCharsets.UTF_8), CharacterSet.UTF_8.encode(name));
    // PS3.5, annex I.2, with its escapes
    String annex = "Hong^Gildong=\u001b$)C洪^\u001b$)C吉洞=\u001b$)C홍^\u001b$)C길동";
    assertArrayEquals(annex.getBytes(Charset.forName("EUC-KR")), CharacterSet.KOREAN.encode(name));
  }

  private static short[] lastSamples(CtPhantom ct, ByteOrder order) {
    byte[] file = ct.instance(2).file();
    short[] samples = new short[ct.columns() * ct.rows()];
    int at = file.length - samples.length * 2;
    ByteBuffer.wrap(file, at, samples.length * 2).order(order).asShortBuffer().get(samples);
    return samples;
  }

  /** Mean of a 9 x 9 square in Hounsfield units. */
  private static double mean(short[] stored, int column, int row) {
    double sum = 0;
    for (int y = row - 4; y <= row + 4; y++) {
      for (int x = column - 4; x <= column + 4; x++) {
        sum += stored[y * 512 + x] - 1024;
      }
    }
    return sum / 81;
  }
}
