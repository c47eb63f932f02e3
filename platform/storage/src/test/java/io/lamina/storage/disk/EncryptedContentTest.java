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
import io.lamina.api.blob.ByteSource;
import io.lamina.testkit.FakeKeyVault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a blob file gives away, and what becomes of it when somebody changes it (C-093). */
class EncryptedContentTest {
  private static final int SEGMENT = ContentCipher.SEGMENT;
  private static final int TAG = 16;

  /** Content of the first segment: the header and Tink's 40 bytes lie in it. */
  private static final int FIRST = SEGMENT - BlobHeader.LENGTH - 40 - TAG;

  private static final BlobKey KEY = key("studies/7/1.dcm");

  @TempDir Path root;
  private DiskBlobStore store;

  @BeforeEach
  void open() throws IOException {
    store = Disk.store(root);
  }

  @AfterEach
  void stop() {
    store.stop();
  }

  @Test
  void noContentAndNoHashIsInTheFileAlsoWhileItIsIncoming() throws Exception {
    byte[] text = "Doe^Jane".getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      content.write(text);
    }
    try (var staged = staged(store, content.toByteArray())) {
      byte[] incoming = Files.readAllBytes(Disk.files(root, "incoming").get(0));
      assertFalse(contains(incoming, text));
      store.commit(Map.of(KEY, staged));
    }
    byte[] file = Files.readAllBytes(Disk.onlyObject(root));
    assertFalse(contains(file, text));
    byte[] hash = BlobWriter.sha256().digest(content.toByteArray());
    assertFalse(contains(file, hash), "the hash of a known file must not confirm it");
    assertTrue(contains(content.toByteArray(), text), "the search finds what is there");
  }

  @Test
  void equalContentLooksDifferent() throws Exception {
    byte[] content = random(1, 1000);
    store.commit(Map.of(KEY, staged(store, content)));
    byte[] first = Files.readAllBytes(Disk.onlyObject(root));
    store.delete(KEY);
    store.commit(Map.of(KEY, staged(store, content)));
    byte[] second = Files.readAllBytes(Disk.onlyObject(root));
    assertFalse(Arrays.equals(first, 512, first.length, second, 512, second.length));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyPartReadsAsItWasWritten(long seed) throws Exception {
    Random random = new Random(seed);
    int[] sizes = {0, 1, FIRST - 1, FIRST, FIRST + 1, FIRST + SEGMENT - TAG, 300_000};
    for (int size : sizes) {
      byte[] content = random(seed, size);
      store.commit(Map.of(KEY, staged(store, content)));
      try (ByteSource source = store.open(KEY)) {
        assertEquals(size, source.size());
        assertEquals(-1, source.read(ByteBuffer.allocate(1), size));
        for (int i = 0; i < 300 && size > 0; i++) {
          int from = random.nextInt(size);
          byte[] part = new byte[1 + random.nextInt(Math.min(size - from, 90_000))];
          source.readFully(part, from);
          assertArrayEquals(Arrays.copyOfRange(content, from, from + part.length), part);
        }
      }
      store.delete(KEY);
    }
  }

  @Test
  void aChangeAnywhereIsDamageAndNoChangedByteIsGivenOut() throws Exception {
    byte[] content = random(4, FIRST + 3 * (SEGMENT - TAG) + 1000);
    store.commit(Map.of(KEY, staged(store, content)));
    Path file = Disk.onlyObject(root);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(5);
    for (int i = 0; i < 400; i++) {
      int at = i < 64 ? i * 8 : random.nextInt(whole.length);
      if (at >= BlobHeader.MUTABLE_AT && at < BlobHeader.MUTABLE_AT + BlobHeader.MUTABLE_LENGTH) {
        continue;
      }
      byte[] changed = whole.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, changed);
      int place = at;
      IOException refused =
          assertThrows(IOException.class, () -> Disk.content(store, KEY), () -> "byte " + place);
      assertTrue(
          refused instanceof DamagedBlobException || refused instanceof LostBlobException,
          refused::toString);
    }
    Files.write(file, whole);
    assertArrayEquals(content, Disk.content(store, KEY));
  }

  @Test
  void segmentsBeforeAndBehindAChangedOneAreStillRead() throws Exception {
    byte[] content = random(6, FIRST + 3 * (SEGMENT - TAG));
    store.commit(Map.of(KEY, staged(store, content)));
    Disk.damage(Disk.onlyObject(root), SEGMENT + 100, 1, 2, 3, 4, 5, 6, 7, 8);
    try (ByteSource source = store.open(KEY)) {
      byte[] part = new byte[1000];
      source.readFully(part, 0);
      assertArrayEquals(Arrays.copyOf(content, 1000), part);
      assertThrows(DamagedBlobException.class, () -> source.readFully(part, FIRST + 10));
      byte[] untouched = new byte[1000];
      assertThrows(DamagedBlobException.class, () -> source.readFully(untouched, FIRST + 10));
      assertArrayEquals(new byte[1000], untouched, "nothing unverified is given out");
      source.readFully(part, content.length - 1000);
      assertArrayEquals(Arrays.copyOfRange(content, content.length - 1000, content.length), part);
    }
  }

  @Test
  void segmentsThatAreExchangedOrCutAreDamage() throws Exception {
    byte[] content = random(7, FIRST + 3 * (SEGMENT - TAG));
    store.commit(Map.of(KEY, staged(store, content)));
    Path file = Disk.onlyObject(root);
    byte[] whole = Files.readAllBytes(file);
    assertEquals(4 * SEGMENT, whole.length);

    byte[] exchanged = whole.clone();
    System.arraycopy(whole, SEGMENT, exchanged, 2 * SEGMENT, SEGMENT);
    System.arraycopy(whole, 2 * SEGMENT, exchanged, SEGMENT, SEGMENT);
    Files.write(file, exchanged);
    assertThrows(DamagedBlobException.class, () -> Disk.content(store, KEY));

    Files.write(file, Arrays.copyOf(whole, 3 * SEGMENT));
    assertThrows(DamagedBlobException.class, () -> store.open(KEY));
    Files.write(file, Arrays.copyOf(whole, 5 * SEGMENT));
    assertThrows(DamagedBlobException.class, () -> store.open(KEY));
  }

  @Test
  void aFileInAnotherPlaceAndAHeaderOnAnotherContentDoNotOpen() throws Exception {
    BlobKey other = key("studies/7/2.dcm");
    store.commit(
        Map.of(KEY, staged(store, random(8, 5000)), other, staged(store, random(9, 5000))));
    Path objects = root.resolve("objects/studies/7");
    byte[] mine = Files.readAllBytes(objects.resolve("1.dcm+blob"));
    byte[] foreign = Files.readAllBytes(objects.resolve("2.dcm+blob"));
    Files.write(objects.resolve("1.dcm+blob"), foreign);
    assertThrows(DamagedBlobException.class, () -> store.find(KEY));

    byte[] mixed = foreign.clone();
    System.arraycopy(mine, 0, mixed, 0, BlobHeader.LENGTH);
    Files.write(objects.resolve("1.dcm+blob"), mixed);
    assertEquals(5000, store.find(KEY).orElseThrow().size());
    assertThrows(DamagedBlobException.class, () -> Disk.content(store, KEY));
  }

  @Test
  void anotherInstallationsKeysOpenNothing() throws Exception {
    store.commit(Map.of(KEY, staged(store, random(10, 100))));
    DiskBlobStore foreign =
        Disk.store(root, () -> Long.MAX_VALUE, new FakeKeyVault("another installation"));
    assertThrows(DamagedBlobException.class, () -> foreign.open(KEY));
    assertTrue(Files.exists(Disk.onlyObject(root)));
    foreign.stop();
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }
}
