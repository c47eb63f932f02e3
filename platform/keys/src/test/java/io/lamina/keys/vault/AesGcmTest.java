package io.lamina.keys.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;

class AesGcmTest {
  /** Test case 16 of McGrew and Viega, The Galois/Counter Mode of Operation: AES-256. */
  @Test
  void opensThePublishedVector() throws Exception {
    HexFormat hex = HexFormat.of();
    byte[] key = hex.parseHex("feffe9928665731c6d6a8f9467308308".repeat(2));
    byte[] plain =
        hex.parseHex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e24"
                + "49a6b525b16aedf5aa0de657ba637b39");
    byte[] sealed =
        hex.parseHex(
            "cafebabefacedbaddecaf888"
                + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3d"
                + "a7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b");
    byte[] context = hex.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    assertArrayEquals(plain, AesGcm.open(key, sealed, context));
  }

  @Test
  void everyChangedBitIsNoticed() throws Exception {
    byte[] key = AesGcm.newKey();
    byte[] context = {1, 2};
    byte[] sealed = AesGcm.seal(key, new byte[] {7, 8, 9}, context);
    assertEquals(3 + AesGcm.OVERHEAD, sealed.length);
    assertArrayEquals(new byte[] {7, 8, 9}, AesGcm.open(key, sealed, context));
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(AEADBadTagException.class, () -> AesGcm.open(key, changed, context));
    }
    assertThrows(AEADBadTagException.class, () -> AesGcm.open(key, sealed, new byte[] {1}));
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);
      assertThrows(AEADBadTagException.class, () -> AesGcm.open(key, cut, context));
    }
  }

  @Test
  void theSameSealedTwiceLooksDifferent() {
    byte[] key = AesGcm.newKey();
    assertFalse(
        Arrays.equals(
            AesGcm.seal(key, new byte[8], new byte[0]),
            AesGcm.seal(key, new byte[8], new byte[0])));
  }
}
