package io.lamina.storage.disk;

import static io.lamina.storage.disk.Disk.key;
import static io.lamina.storage.disk.Disk.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobInfo;
import io.lamina.storage.Fork;
import io.lamina.testkit.FakeKeyVault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobConversionTest {
  private static final byte[] NAME = "Doe^Jane".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path data;
  private final List<String> lines = new ArrayList<>();
  private Path root;
  private Path objects;

  @BeforeEach
  void name() throws IOException {
    root = data.resolve("blobs");
    objects = root.resolve("objects");
    Files.createDirectories(objects);
    Files.createDirectories(root.resolve("incoming"));
  }

  @Test
  void objectsAreTheSameAfterwardsAndNoFileIsPlain() throws Exception {
    for (int i = 0; i < 30; i++) {
      PlainFiles.write(objects, "studies/" + i % 3 + "/" + i, content(i), i % 5 != 0);
    }
    Files.write(root.resolve("incoming/left"), NAME);
    assertTrue(convert());
    assertTrue(
        lines.contains("30 objects were encrypted, 0 were before, 0 failed"), lines::toString);
    assertEquals(List.of(), Disk.files(root, "incoming"));
    for (Path file : Disk.files(root, "objects")) {
      assertFalse(
          new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("Doe^Jane"));
    }
    DiskBlobStore store = Disk.store(root);
    for (int i = 0; i < 30; i++) {
      BlobInfo info = store.find(key("studies/" + i % 3 + "/" + i)).orElseThrow();
      assertArrayEquals(content(i), Disk.content(store, info.key()));
      assertEquals("application/dicom", info.contentType());
      assertEquals(PlainFiles.STORED, info.storedAt());
      assertEquals(i % 5 != 0, store.findDurable(info.key()).isPresent());
    }
    store.stop();
    lines.clear();
    assertTrue(convert());
    assertTrue(
        lines.contains("0 objects were encrypted, 30 were before, 0 failed"), lines::toString);
  }

  @Test
  void theStoreDoesNotReadPlainObjects() throws Exception {
    PlainFiles.write(objects, "a", content(1), true);
    DiskBlobStore store = Disk.store(root);
    IOException refused = assertThrows(DamagedBlobException.class, () -> store.find(key("a")));
    assertTrue(refused.getMessage().contains("lamina encrypt"), refused.getMessage());
    store.stop();
  }

  @Test
  void damageOfBeforeIsKeptAndStaysDamage() throws Exception {
    byte[] content = content(1);
    PlainFiles.write(objects, "changed", content, true, content.length, new byte[32]);
    PlainFiles.write(objects, "unfinished", new byte[10], false, 100, new byte[32]);
    Files.write(objects.resolve("empty+blob"), new byte[0]);
    assertTrue(convert());
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("1 objects did not match")));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("2 objects without content")));
    HeaderCodec codec = new HeaderCodec(new FakeKeyVault());
    try (BlobReader reader =
        BlobReader.open(objects.resolve("changed+blob"), key("changed"), codec)) {
      assertArrayEquals(content, reader.stream().readAllBytes());
      assertFalse(reader.matchesItsHash());
    }
  }

  @Test
  void whatCannotBeConvertedIsNamedAndKept() throws Exception {
    PlainFiles.write(objects, "cut", new byte[10], true, 100, new byte[32]);
    PlainFiles.write(objects, "good", content(2), true);
    assertFalse(convert());
    assertTrue(lines.stream().anyMatch(line -> line.contains("cut+blob")), lines::toString);
    assertTrue(Files.exists(objects.resolve("cut+blob")));
    Files.delete(objects.resolve("cut+blob"));
    assertTrue(convert());
  }

  @Test
  void aStoreThatIsElsewhereIsAskedForWhereADatabaseIsHere() throws Exception {
    Files.delete(objects);
    assertTrue(convert());
    assertEquals(List.of("no objects"), lines);
    Files.createDirectories(data.resolve("db"));
    Files.writeString(data.resolve("db/lamina.mv.db"), "rows");
    assertFalse(convert());
    assertTrue(lines.get(1).contains("LAMINA_STORAGE_ROOT"), lines::toString);
    Files.delete(data.resolve("db/lamina.mv.db"));
    Files.createDirectories(data.resolve("storage"));
    assertFalse(convert(), "its rows are in PostgreSQL");
  }

  @Test
  void whatAnotherKeysetSealedIsNamedAndNeverCalledEncrypted() throws Exception {
    BlobConversion conversion = new BlobConversion();
    PlainFiles.write(objects, "a", content(1), true);
    assertFalse(conversion.holdsEncrypted(data));
    assertTrue(convert());
    assertTrue(conversion.holdsEncrypted(data));
    lines.clear();
    assertFalse(conversion.convert(data, new FakeKeyVault("another"), lines::add));
    assertTrue(lines.get(0).startsWith("does not open with the keys"), lines::toString);
    assertTrue(lines.get(0).contains("a+blob"), lines::toString);
    assertTrue(
        lines.contains("0 objects were encrypted, 0 were before, 1 failed"), lines::toString);
  }

  /** CRC-32 is no seal: whoever writes to the disk writes a fitting one. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 255, 32767})
  void aLengthThatNoHeaderHasIsDamage(int length) throws Exception {
    PlainFiles.write(objects, "a", content(1), true);
    Path file = objects.resolve("a+blob");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putShort(88, (short) length);
    byte[] header = Arrays.copyOf(bytes, BlobHeader.LENGTH);
    Arrays.fill(header, BlobHeader.MUTABLE_AT, BlobHeader.MUTABLE_AT + 24, (byte) 0);
    ByteBuffer.wrap(bytes).putInt(508, HeaderCodec.checksum(header));
    Files.write(file, bytes);
    assertFalse(convert());
    assertTrue(lines.get(0).startsWith("damaged"), lines::toString);

    ByteBuffer.wrap(bytes).putInt(8, 2).putInt(12, 1);
    ByteBuffer.wrap(header).putInt(8, 2).putInt(12, 1);
    ByteBuffer.wrap(bytes).putInt(508, HeaderCodec.checksum(header));
    HeaderCodec codec = new HeaderCodec(new FakeKeyVault());
    assertThrows(DamagedBlobException.class, () -> codec.decode(ByteBuffer.wrap(bytes), key("a")));
  }

  @Test
  void aKilledConversionIsFinishedByTheNext() throws Exception {
    int count = 60;
    for (int i = 0; i < count; i++) {
      PlainFiles.write(objects, "studies/" + i % 7 + "/" + i, content(i), true);
    }
    int kills = 0;
    while (kills < 3 && killAfterSome()) {
      kills++;
    }
    assertTrue(kills > 0, "none of the runs was killed in its middle");
    assertTrue(convert());
    DiskBlobStore store = Disk.store(root);
    for (int i = 0; i < count; i++) {
      assertArrayEquals(content(i), Disk.content(store, key("studies/" + i % 7 + "/" + i)));
    }
    assertEquals(count, Disk.files(root, "objects").size());
    store.stop();
  }

  /** Whether something was left for another run. */
  private boolean killAfterSome() throws Exception {
    Process victim = Fork.of(ConversionVictim.class, List.of("-Xmx64m"), data.toString());
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(victim.getInputStream(), StandardCharsets.US_ASCII))) {
      out.readLine();
      long before = encrypted();
      while (victim.isAlive() && encrypted() < before + 5) {
        Thread.onSpinWait();
      }
      victim.toHandle().destroyForcibly();
      victim.waitFor();
    }
    return encrypted() < Disk.files(root, "objects").size();
  }

  private long encrypted() throws IOException {
    long count = 0;
    for (Path file : Disk.files(root, "objects")) {
      if (PlainBlob.kind(file) == PlainBlob.Kind.ENCRYPTED) {
        count++;
      }
    }
    return count;
  }

  private boolean convert() throws IOException {
    return new BlobConversion().convert(data, new FakeKeyVault(), lines::add);
  }

  private static byte[] content(int seed) {
    byte[] content = random(seed, 1000 + seed * 9001);
    System.arraycopy(NAME, 0, content, 500, NAME.length);
    return content;
  }
}
