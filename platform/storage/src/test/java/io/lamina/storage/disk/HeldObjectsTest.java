package io.lamina.storage.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobHold;
import io.lamina.api.blob.BlobInventory;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.NoSuchBlobException;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldObjectsTest {
  private static final BlobKey KEY = new BlobKey("masks/a/b.png");

  @TempDir Path root;

  private static void put(DiskBlobStore store, BlobKey key, byte[] content) throws IOException {
    store.commit(Map.of(key, Disk.staged(store, content)));
  }

  private static byte[] file(BlobHold hold, BlobKey key) throws IOException {
    try (BlobHold.Stored stored = hold.open(key)) {
      byte[] bytes = Channels.newInputStream(stored.bytes()).readAllBytes();
      assertEquals(stored.length(), bytes.length);
      return bytes;
    }
  }

  @Test
  void whatIsDeletedUnderAHoldIsGoneForAllButTheHold() throws IOException {
    DiskBlobStore store = Disk.store(root);
    put(store, KEY, Disk.random(1, 5000));
    byte[] before = Files.readAllBytes(Disk.onlyObject(root));
    try (BlobHold hold = new DiskInventory(store).hold()) {
      store.delete(KEY);
      assertEquals(Optional.empty(), store.find(KEY));
      assertArrayEquals(before, file(hold, KEY));
      try (BlobHold.Stored stored = hold.open(KEY)) {
        assertEquals("masks/a/b.png+blob", stored.name());
        assertEquals(5000, stored.info().size());
      }
    }
    assertTrue(Files.notExists(root.resolve("held")), "the hold left files behind");
  }

  @Test
  void whatWasDeletedBeforeIsNotThere() throws IOException {
    DiskBlobStore store = Disk.store(root);
    put(store, KEY, new byte[10]);
    store.delete(KEY);
    try (BlobHold hold = new DiskInventory(store).hold()) {
      assertThrows(NoSuchBlobException.class, () -> hold.open(KEY));
    }
  }

  @Test
  void aDamagedObjectIsNeverGivenOut() throws IOException {
    DiskBlobStore store = Disk.store(root);
    put(store, KEY, Disk.random(1, 300_000));
    Path file = Disk.onlyObject(root);
    byte[] whole = Files.readAllBytes(file);
    try (BlobHold hold = new DiskInventory(store).hold()) {
      for (int at : new int[] {10, 100, 400, 600, 200_000, whole.length - 1}) {
        byte[] changed = whole.clone();
        changed[at] ^= 1;
        Files.write(file, changed);
        assertThrows(IOException.class, () -> hold.open(KEY), "byte " + at);
      }
      Files.write(file, whole);
      assertArrayEquals(whole, file(hold, KEY));
    }
  }

  @Test
  void oneHoldAtATime() throws IOException {
    BlobInventory inventory = new DiskInventory(Disk.store(root));
    try (BlobHold hold = inventory.hold()) {
      assertThrows(LaminaException.class, inventory::hold);
    }
    inventory.hold().close();
  }

  @Test
  void whatACrashLeftHeldGoesAtTheNextStart() throws IOException {
    DiskBlobStore store = Disk.store(root);
    put(store, KEY, new byte[10]);
    BlobHold abandoned = new DiskInventory(store).hold();
    store.delete(KEY);
    assertEquals(1, Disk.files(root, "held").size());
    Disk.store(root);
    assertTrue(Files.notExists(root.resolve("held")), "held files outlived the start");
    assertThrows(NoSuchBlobException.class, () -> abandoned.open(KEY));
  }

  @Test
  void deletionsAndHoldsSideBySideLoseNothing() throws Exception {
    DiskBlobStore store = Disk.store(root);
    Map<BlobKey, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 200; i++) {
      BlobKey key = new BlobKey("studies/instances/" + i);
      put(store, key, Disk.random(i, 100));
      files.put(key, Files.readAllBytes(root.resolve("objects/" + key + "+blob")));
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (BlobHold hold = new DiskInventory(store).hold()) {
      Future<?> deletions =
          threads.submit(
              () -> {
                for (BlobKey key : files.keySet()) {
                  store.delete(key);
                }
                return null;
              });
      for (BlobKey key : files.keySet()) {
        assertArrayEquals(files.get(key), file(hold, key));
      }
      deletions.get();
      for (BlobKey key : files.keySet()) {
        assertArrayEquals(files.get(key), file(hold, key));
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(List.of(), Disk.files(root, "objects"));
  }

  @Test
  void walkShowsObjectsAndStrangers() throws IOException {
    DiskBlobStore store = Disk.store(root);
    put(store, KEY, new byte[10]);
    put(store, new BlobKey("studies/instances/1"), new byte[10]);
    Files.writeString(root.resolve("objects/masks/notes.txt"), "left by hand");
    TreeSet<String> seen = new TreeSet<>();
    new DiskInventory(store)
        .walk(
            new BlobInventory.Visitor() {
              @Override
              public void object(BlobKey key) {
                seen.add(key.value());
              }

              @Override
              public void stranger(String name) {
                seen.add("stranger " + name);
              }
            });
    assertEquals(
        new TreeSet<>(List.of("masks/a/b.png", "stranger masks/notes.txt", "studies/instances/1")),
        seen);
  }
}
