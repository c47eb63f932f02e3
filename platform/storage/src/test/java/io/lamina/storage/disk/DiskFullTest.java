package io.lamina.storage.disk;

import static io.lamina.storage.disk.Disk.key;
import static io.lamina.storage.disk.Disk.staged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.StagedBlob;
import io.lamina.api.capability.Health;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class DiskFullTest {
  /** The reserve of the store is 1000 bytes. */
  private final AtomicLong free = new AtomicLong(100_000_000);

  @TempDir Path root;
  private DiskBlobStore store;

  @BeforeEach
  void open() throws IOException {
    store = Disk.store(root, free::get);
  }

  @Test
  void nothingIsStagedBelowTheReserve() throws Exception {
    free.set(999);
    assertFull(() -> store.stage("image/png"));
    free.set(1000);
    store.stage("image/png").close();
    assertFull(() -> store.stage("image/png", 1));
  }

  @Test
  void anUploadThatFillsTheDiskStopsAndIsDiscarded() throws Exception {
    try (StagedBlob blob = store.stage("image/png")) {
      try (OutputStream sink = blob.sink()) {
        sink.write(new byte[5_000_000]);
        free.set(2000);
        assertFull(
            () -> {
              for (int i = 0; i < 10; i++) {
                sink.write(new byte[1_000_000]);
              }
            });
      }
      assertThrows(IllegalStateException.class, () -> store.commit(Map.of(key("a"), blob)));
    }
    assertEquals(List.of(), Disk.files(root, "incoming"));
  }

  @Test
  void theFileSystemsOwnRefusalIsTheSame() {
    Reserve reserve = new Reserve(free::get, 0);
    assertFull(() -> reserve.explain(new IOException("No space left on device")));
    assertFull(() -> reserve.explain(new IOException("Disk quota exceeded")));
    IOException other = new IOException("Input/output error");
    assertSame(other, reserve.explain(other));
  }

  @Test
  void healthSaysSo() throws Exception {
    DiskHealth health = new DiskHealth(store);
    assertTrue(health.check().healthy());
    assertEquals("100000000", health.check().facts().get("free_bytes"));
    free.set(10);
    Health full = health.check();
    assertFalse(full.healthy());
    assertTrue(full.reason().contains("full"), full.reason());
    store.delete(key("still/possible"));
  }

  @Test
  void healthSeesAFolderThatCannotBeWritten() throws Exception {
    Files.delete(root.resolve("incoming"));
    Health health = new DiskHealth(store).check();
    assertFalse(health.healthy());
    assertFalse(health.reason().contains(root.toString()), health.reason());
    assertThrows(IOException.class, () -> staged(store, new byte[1]));
  }

  private static void assertFull(Executable action) {
    LaminaException refusal = assertThrows(LaminaException.class, action);
    assertEquals(ErrorKind.INSUFFICIENT_STORAGE, refusal.kind());
  }
}
