package io.lamina.storage.disk;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.StagedBlob;
import io.lamina.testkit.FakeKeyVault;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures the store by itself: {@code java -cp ... io.lamina.storage.disk.Throughput FOLDER
 * [FLUSHES]}. Leaves the folder empty.
 */
final class Throughput {
  private static final byte[] SLICE = Disk.random(1, 525_000);
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
  private static final AtomicInteger NEXT = new AtomicInteger();

  private Throughput() {}

  public static void main(String[] arguments) throws Exception {
    Path root = Files.createDirectories(Path.of(arguments[0]));
    int flushes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 16;
    DiskBlobStore store =
        new DiskBlobStore(
            new BlobFolder(root),
            new Reserve(() -> Long.MAX_VALUE, 0),
            flushes,
            Clock.systemUTC(),
            new FakeKeyVault());
    for (int round = 0; round < 3; round++) {
      series(store, 200, true);
      series(store, 200, false);
    }
    clients(store, 1, 200);
    clients(store, 4, 400);
    clients(store, 8, 800);
    reads(store, 300_000_000);
    single(store, 300_000_000);
    single(store, 1_000_000_000);
  }

  /** One request with many slices; their keys share a folder, or have a folder each. */
  private static void series(DiskBlobStore store, int count, boolean oneFolder) throws IOException {
    long start = System.nanoTime();
    Map<BlobKey, StagedBlob> blobs = new HashMap<>();
    String study = "series/" + NEXT.incrementAndGet();
    for (int i = 0; i < count; i++) {
      blobs.put(new BlobKey(study + (oneFolder ? "/" : "/" + i + "/") + i), slice(store));
    }
    long staged = System.nanoTime();
    store.commit(blobs);
    long end = System.nanoTime();
    print(
        "%d x 525 kB in one commit, %s: stage %d ms, commit %d ms, %d files/s, %d MB/s",
        count,
        oneFolder ? "one folder" : "a folder each",
        millis(start, staged),
        millis(staged, end),
        count * 1_000_000_000L / (end - start),
        count * 525L * 1_000_000 / (end - start));
    for (BlobKey key : blobs.keySet()) {
      store.delete(key);
    }
  }

  private static void clients(DiskBlobStore store, int clients, int count) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    String study = "clients/" + NEXT.incrementAndGet() + "/";
    List<Callable<Void>> puts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BlobKey key = new BlobKey(study + i);
      puts.add(
          () -> {
            store.commit(Map.of(key, slice(store)));
            return null;
          });
    }
    long start = System.nanoTime();
    for (Future<Void> each : threads.invokeAll(puts)) {
      each.get();
    }
    long end = System.nanoTime();
    threads.shutdown();
    print(
        "%d x 525 kB, a commit each, %d clients: %d files/s",
        count, clients, count * 1_000_000_000L / (end - start));
    for (int i = 0; i < count; i++) {
      store.delete(new BlobKey(study + i));
    }
  }

  /**
   * What a core reads and writes: by the processor time of this thread, which the load of the
   * machine does not change as it changes the clock's.
   */
  private static void reads(DiskBlobStore store, int size) throws IOException {
    BlobKey key = new BlobKey("reads/" + NEXT.incrementAndGet());
    byte[] chunk = Disk.random(3, 128 * 1024);
    for (int round = 0; round < 7; round++) {
      long start = CPU.getCurrentThreadCpuTime();
      StagedBlob blob = store.stage(null);
      try (OutputStream sink = blob.sink()) {
        for (long left = size; left > 0; left -= chunk.length) {
          sink.write(chunk, 0, (int) Math.min(chunk.length, left));
        }
      }
      long written = CPU.getCurrentThreadCpuTime();
      store.commit(Map.of(key, blob));
      long opened = CPU.getCurrentThreadCpuTime();
      try (ByteSource source = store.open(key)) {
        for (long at = 0; at < size; at += chunk.length) {
          source.readFully(at + chunk.length <= size ? chunk : new byte[(int) (size - at)], at);
        }
        long read = CPU.getCurrentThreadCpuTime();
        Random random = new Random(round);
        byte[] frame = new byte[525_000];
        for (int i = 0; i < 200; i++) {
          source.readFully(frame, random.nextInt(size - frame.length));
        }
        long frames = CPU.getCurrentThreadCpuTime();
        print(
            "a core: writes (with SHA-256) %d MB/s, reads %d MB/s, frames of 525 kB anywhere %d"
                + " MB/s",
            size * 1000L / (written - start),
            size * 1000L / (read - opened),
            200L * frame.length * 1000 / (frames - read));
      }
      store.delete(key);
    }
  }

  private static void single(DiskBlobStore store, long size) throws IOException {
    BlobKey key = new BlobKey("single/" + NEXT.incrementAndGet());
    byte[] chunk = Disk.random(2, 128 * 1024);
    long start = System.nanoTime();
    StagedBlob blob = store.stage(null);
    try (OutputStream sink = blob.sink()) {
      for (long left = size; left > 0; left -= chunk.length) {
        sink.write(chunk, 0, (int) Math.min(chunk.length, left));
      }
    }
    long staged = System.nanoTime();
    store.commit(Map.of(key, blob));
    long end = System.nanoTime();
    print(
        "%d MB: stage %d ms, commit %d ms, %d MB/s",
        size / 1_000_000, millis(start, staged), millis(staged, end), size * 1000 / (end - start));
    store.delete(key);
  }

  private static StagedBlob slice(DiskBlobStore store) throws IOException {
    StagedBlob blob = store.stage("application/dicom");
    try (OutputStream sink = blob.sink()) {
      sink.write(SLICE);
    }
    return blob;
  }

  private static long millis(long from, long to) {
    return (to - from) / 1_000_000;
  }

  private static void print(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
