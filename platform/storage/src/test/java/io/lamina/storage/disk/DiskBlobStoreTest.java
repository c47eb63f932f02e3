package io.lamina.storage.disk;

import static io.lamina.storage.disk.Disk.content;
import static io.lamina.storage.disk.Disk.key;
import static io.lamina.storage.disk.Disk.random;
import static io.lamina.storage.disk.Disk.staged;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobExistsException;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.NoSuchBlobException;
import io.lamina.api.blob.StagedBlob;
import io.lamina.api.error.LaminaException;
import io.lamina.api.metrics.Metric;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskBlobStoreTest {
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

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 65_535, 65_536, 65_537, 300_000, 1_000_003})
  void givesBackWhatWasStored(int length) throws Exception {
    byte[] content = random(length, length);
    store.commit(Map.of(key("studies/ab/cd/1.dcm"), staged(store, content)));
    assertArrayEquals(content, content(store, key("studies/ab/cd/1.dcm")));
    BlobInfo info = store.find(key("studies/ab/cd/1.dcm")).orElseThrow();
    assertEquals(length, info.size());
    assertEquals("image/png", info.contentType());
    assertEquals(
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)),
        info.sha256());
  }

  @Test
  void countsWhatIsStoredAndRemoved(@TempDir Path folder) throws IOException {
    DiskBlobStore counted = Disk.store(folder, () -> 5000);
    BlobKey key = Disk.key("counted/one");
    counted.commit(Map.of(key, Disk.staged(counted, new byte[10])));
    counted.delete(key);
    counted.delete(key);
    Map<String, Double> values =
        counted.metrics().stream().collect(Collectors.toMap(Metric::name, Metric::value));
    assertEquals(1, values.get("lamina_storage_objects_stored_total"));
    assertEquals(1, values.get("lamina_storage_objects_removed_total"));
    assertEquals(5000, values.get("lamina_storage_free_bytes"));
    assertEquals(1000, values.get("lamina_storage_reserve_bytes"));
    counted.stop();
  }

  /** What was there before a start is counted in the background, and kept since. */
  @Test
  @Timeout(60)
  void knowsHowManyObjectsThereAreAndHowMuchTheyTake() throws IOException {
    store.commit(
        Map.of(
            key("a/1"),
            staged(store, new byte[1000]),
            key("a/2"),
            staged(store, new byte[70_000])));
    store.delete(key("a/1"));
    DiskBlobStore again = Disk.store(root);
    again.commit(Map.of(key("a/3"), staged(again, new byte[5])));
    while (!metrics(again).containsKey("lamina_storage_objects")) {
      Thread.onSpinWait();
    }
    assertEquals(2, metrics(again).get("lamina_storage_objects"));
    assertEquals(onDisk(), metrics(again).get("lamina_storage_objects_bytes"));
    again.commit(Map.of(key("b/4"), staged(again, new byte[300_000])));
    again.delete(key("a/2"));
    again.delete(key("a/2"));
    assertThrows(
        BlobExistsException.class,
        () -> again.commit(Map.of(key("b/4"), staged(again, new byte[7]))));
    assertEquals(2, metrics(again).get("lamina_storage_objects"));
    assertEquals(onDisk(), metrics(again).get("lamina_storage_objects_bytes"));
    again.stop();
  }

  private static Map<String, Double> metrics(DiskBlobStore store) throws IOException {
    return store.metrics().stream().collect(Collectors.toMap(Metric::name, Metric::value));
  }

  private double onDisk() throws IOException {
    double bytes = 0;
    for (Path file : Disk.files(root, "objects")) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  @Test
  void hashesWhateverTheSizeOfTheWrites() throws Exception {
    byte[] content = random(7, 400_000);
    StagedBlob blob = store.stage(null);
    try (OutputStream sink = blob.sink()) {
      int at = 0;
      for (int step = 1; at < content.length; step = step * 3 + 1) {
        int count = Math.min(step, content.length - at);
        sink.write(content, at, count);
        at += count;
        assertEquals(at, blob.size());
        if (at < content.length) {
          sink.write(content[at++]);
        }
      }
    }
    try (ByteSource early = blob.open()) {
      assertArrayEquals(content, early.stream().readAllBytes());
    }
    String sha256 = blob.sha256();
    store.commit(Map.of(key("a"), blob));
    assertArrayEquals(content, content(store, key("a")));
    assertEquals(sha256, store.find(key("a")).orElseThrow().sha256());
    assertEquals("application/octet-stream", store.find(key("a")).orElseThrow().contentType());
  }

  @Test
  void showsNothingBeforeTheCommitAndLeavesNothingAfterADiscard() throws Exception {
    StagedBlob blob = staged(store, new byte[10]);
    assertTrue(store.find(key("a")).isEmpty());
    assertThrows(NoSuchBlobException.class, () -> store.open(key("a")));
    blob.close();
    blob.close();
    assertThrows(IllegalStateException.class, () -> store.commit(Map.of(key("a"), blob)));
    assertEquals(List.of(), Disk.files(root, "incoming"));
  }

  @Test
  void oneTakenKeyKeepsAWholeCommitInvisible() throws Exception {
    store.commit(Map.of(key("set/5"), staged(store, new byte[] {5})));
    Map<BlobKey, StagedBlob> ten = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      ten.put(key("set/" + i), staged(store, new byte[] {9}));
    }
    assertThrows(BlobExistsException.class, () -> store.commit(ten));
    for (int i = 0; i < 10; i++) {
      assertEquals(i == 5, store.find(key("set/" + i)).isPresent());
    }
    assertArrayEquals(new byte[] {5}, content(store, key("set/5")));
    ten.remove(key("set/5")).close();
    store.commit(ten);
    assertEquals(10, Disk.files(root, "objects").size());
    assertEquals(List.of(), Disk.files(root, "incoming"));
  }

  @Test
  void keysThatArePathsOfOtherKeysAreObjectsOfTheirOwn() throws Exception {
    store.commit(Map.of(key("a"), staged(store, new byte[] {1})));
    store.commit(Map.of(key("a/b"), staged(store, new byte[] {2})));
    store.commit(Map.of(key("a/b/c"), staged(store, new byte[] {3})));
    store.delete(key("a/b"));
    assertArrayEquals(new byte[] {1}, content(store, key("a")));
    assertArrayEquals(new byte[] {3}, content(store, key("a/b/c")));
    assertTrue(store.find(key("a/b")).isEmpty());
  }

  @Test
  void refusesWhatIsNotFinished() throws Exception {
    StagedBlob open = store.stage("image/png");
    OutputStream sink = open.sink();
    assertThrows(IllegalStateException.class, open::sink);
    assertThrows(IllegalStateException.class, open::sha256);
    assertThrows(IllegalStateException.class, open::open);
    assertThrows(IllegalStateException.class, () -> store.commit(Map.of(key("a"), open)));
    sink.close();
    store.commit(Map.of(key("a"), open));
    assertThrows(IllegalStateException.class, () -> store.commit(Map.of(key("b"), open)));
    assertThrows(IOException.class, () -> sink.write(1));
    assertThrows(LaminaException.class, () -> store.stage("text/plain\r\nx: y"));
  }

  @Test
  void deletingRemovesEmptyFoldersAndLetsReadersFinish() throws Exception {
    byte[] content = random(1, 200_000);
    store.commit(Map.of(key("x/y/z"), staged(store, content)));
    try (ByteSource source = store.open(key("x/y/z"))) {
      store.delete(key("x/y/z"));
      store.delete(key("x/y/z"));
      assertArrayEquals(content, source.stream().readAllBytes());
    }
    try (Stream<Path> left = Files.list(root.resolve("objects"))) {
      assertEquals(0, left.count());
    }
    store.commit(Map.of(key("x/y/z"), staged(store, content)));
    assertArrayEquals(content, content(store, key("x/y/z")));
  }

  @Test
  void onlyTheOwnerReads() throws Exception {
    store.commit(Map.of(key("x/y"), staged(store, new byte[1])));
    StagedBlob incoming = staged(store, new byte[1]);
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.filter(path -> !path.equals(root)).toList()) {
        assertEquals(
            Files.isDirectory(each) ? "rwx------" : "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(each)),
            each.toString());
      }
    }
    incoming.close();
  }

  @Test
  void startRemovesWhatAnEarlierRunLeftIncoming() throws Exception {
    StagedBlob ofThisRun = staged(store, new byte[1]);
    Path stale = Files.createFile(root.resolve("incoming").resolve("stale"));
    Files.setLastModifiedTime(stale, FileTime.fromMillis(1));
    DiskBlobStore next = Disk.store(root);
    assertFalse(Files.exists(stale));
    store.commit(Map.of(key("a"), ofThisRun));
    assertTrue(next.find(key("a")).isPresent());
    next.stop();
  }

  @Test
  void theFolderMayBeASymbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("link"), root);
    DiskBlobStore linked = Disk.store(link);
    linked.commit(Map.of(key("a"), staged(linked, new byte[] {1})));
    assertArrayEquals(new byte[] {1}, content(store, key("a")));
    linked.stop();
  }

  @Test
  void stoppedStoreRefusesCommits() throws Exception {
    StagedBlob blob = staged(store, new byte[1]);
    store.stop();
    assertThrows(IOException.class, () -> store.commit(Map.of(key("a"), blob)));
    assertTrue(store.find(key("a")).isEmpty());
    blob.close();
  }
}
