package io.lamina.storage.disk;

import static io.lamina.storage.disk.Disk.key;
import static io.lamina.storage.disk.Disk.random;
import static io.lamina.storage.disk.Disk.staged;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.testkit.FakeKeyVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a later run makes of objects that an earlier one left, and of bytes a crash destroyed. */
class RecoveryTest {
  private static final BlobKey KEY = key("masks/1/2.png");
  private static final byte[] CONTENT = random(3, 100_000);
  private static final HeaderCodec CODEC = new HeaderCodec(new FakeKeyVault());

  @TempDir Path root;
  private DiskBlobStore earlier;

  @BeforeEach
  void open() throws IOException {
    earlier = Disk.store(root);
  }

  @Test
  void presignedObjectThatSurvivedIsServedAndMadeDurable() throws Exception {
    earlier.reveal(KEY, staged(earlier, CONTENT));
    assertFalse(header().durable());
    DiskBlobStore later = Disk.store(root);
    assertArrayEquals(CONTENT, Disk.content(later, KEY));
    assertFalse(header().durable());
    assertEquals(Set.of(KEY), later.makeDurable(List.of(KEY, KEY, key("none"))).keySet());
    assertTrue(header().durable());
    assertArrayEquals(CONTENT, Disk.content(Disk.store(root), KEY));
  }

  @Test
  void presignedObjectWhoseContentWasLostIsRemoved() throws Exception {
    earlier.reveal(KEY, staged(earlier, CONTENT));
    Disk.damage(Disk.onlyObject(root), 70_000, 0, 0, 0, 0);
    assertTrue(earlier.find(KEY).isPresent(), "this run knows of no crash");
    DiskBlobStore later = Disk.store(root);
    assertEquals(Map.of(), later.makeDurable(List.of(KEY)));
    assertTrue(later.find(KEY).isEmpty());
    assertEquals(List.of(), Disk.files(root, "objects"));
  }

  @Test
  void presignedObjectThatIsCutOrEmptyIsRemovedAndItsKeyIsFree() throws Exception {
    for (int length : new int[] {0, 100, 512, 50_000}) {
      earlier.reveal(KEY, staged(earlier, CONTENT));
      byte[] cut = new byte[length];
      byte[] whole = Files.readAllBytes(Disk.onlyObject(root));
      System.arraycopy(whole, 0, cut, 0, length);
      Files.write(Disk.onlyObject(root), cut);
      DiskBlobStore later = Disk.store(root);
      later.commit(Map.of(KEY, staged(later, CONTENT)));
      assertArrayEquals(CONTENT, Disk.content(later, KEY));
      later.delete(KEY);
    }
  }

  @Test
  void aPlaceFullOfZerosIsFree() throws Exception {
    earlier.reveal(KEY, staged(earlier, CONTENT));
    Disk.zero(Disk.onlyObject(root));
    DiskBlobStore later = Disk.store(root);
    later.reveal(KEY, staged(later, CONTENT));
    assertArrayEquals(CONTENT, Disk.content(later, KEY));
  }

  @Test
  void durableObjectThatIsDamagedIsReportedAndKept() throws Exception {
    earlier.commit(Map.of(KEY, staged(earlier, CONTENT)));
    assertTrue(header().durable());
    Path file = Disk.onlyObject(root);
    byte[] whole = Files.readAllBytes(file);
    Disk.damage(file, 30, 1, 2, 3);
    assertThrows(DamagedBlobException.class, () -> earlier.find(KEY));
    assertThrows(
        DamagedBlobException.class, () -> earlier.commit(Map.of(KEY, staged(earlier, CONTENT))));
    Files.write(file, Arrays.copyOf(whole, 60_000));
    assertThrows(DamagedBlobException.class, () -> earlier.open(KEY));
    assertTrue(Files.exists(file));
    Files.write(file, whole);
    assertArrayEquals(CONTENT, Disk.content(earlier, KEY));
  }

  @Test
  void anObjectThatTookThePlaceOfAFlushedOneIsNotMarked() throws Exception {
    earlier.reveal(KEY, staged(earlier, CONTENT));
    BlobHeader flushed = header();
    earlier.delete(KEY);
    earlier.reveal(KEY, staged(earlier, new byte[] {1}));
    ObjectOpener opener =
        new ObjectOpener(new ObjectTree(root.resolve("objects"), null), CODEC, UUID.randomUUID());
    assertFalse(opener.mark(KEY, flushed.vouchedBy(flushed.incarnation(), true)));
    assertFalse(header().durable());
  }

  @Test
  void headerSaysAllThatIsKnown() throws Exception {
    earlier.reveal(KEY, staged(earlier, CONTENT));
    BlobHeader header = header();
    assertEquals(earlier.find(KEY).orElseThrow().sha256(), header.sha256());
    assertEquals(CONTENT.length, header.size());
    assertEquals("image/png", header.contentType());
    assertEquals(ContentCipher.fileLength(CONTENT.length), Files.size(Disk.onlyObject(root)));
    assertEquals(header, CODEC.decode(CODEC.encode(header, KEY), KEY));
  }

  private BlobHeader header() throws IOException {
    try (BlobReader reader = BlobReader.open(Disk.onlyObject(root), KEY, CODEC)) {
      return reader.header();
    }
  }
}
