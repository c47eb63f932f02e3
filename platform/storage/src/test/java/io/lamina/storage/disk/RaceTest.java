package io.lamina.storage.disk;

import static io.lamina.storage.disk.Disk.key;
import static io.lamina.storage.disk.Disk.random;
import static io.lamina.storage.disk.Disk.staged;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobExistsException;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.blob.StagedBlob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
  @TempDir Path root;
  private DiskBlobStore store;
  private final ExecutorService threads = Executors.newFixedThreadPool(32);

  @BeforeEach
  void open() throws IOException {
    store = Disk.store(root);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    store.stop();
  }

  @Test
  void ofThirtyTwoWritersOfOneKeyOneWins() throws Exception {
    CyclicBarrier start = new CyclicBarrier(32);
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      int number = i;
      writers.add(
          () -> {
            Map<BlobKey, StagedBlob> blobs = new HashMap<>();
            blobs.put(key("x/y/shared"), staged(store, random(number, 1000 + number)));
            blobs.put(key("x/z/shared"), staged(store, random(number, 10)));
            blobs.put(key("b/shared"), staged(store, random(number, 10)));
            blobs.put(key("x/y/own" + number), staged(store, random(number, 10)));
            start.await();
            try {
              store.commit(blobs);
              return number;
            } catch (BlobExistsException e) {
              blobs.values().forEach(StagedBlob::close);
              return -1;
            }
          });
    }
    List<Integer> winners = new ArrayList<>(results(writers));
    winners.removeIf(number -> number < 0);
    assertEquals(1, winners.size(), winners::toString);
    int winner = winners.get(0);
    assertArrayEquals(random(winner, 1000 + winner), Disk.content(store, key("x/y/shared")));
    assertTrue(store.find(key("x/y/own" + winner)).isPresent());
    assertEquals(4, Disk.files(root, "objects").size(), "the losers' other objects are gone");
    assertEquals(List.of(), Disk.files(root, "incoming"));
  }

  @Test
  void manyMayMakeTheSameObjectsDurableAtOnce() throws Exception {
    Set<BlobKey> keys = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      keys.add(key("masks/" + i));
      store.reveal(key("masks/" + i), staged(store, random(i, 1000)));
    }
    CyclicBarrier start = new CyclicBarrier(16);
    Callable<Integer> complete =
        () -> {
          start.await();
          return store.makeDurable(keys).size();
        };
    assertEquals(Collections.nCopies(16, 20), results(Collections.nCopies(16, complete)));
  }

  @Test
  void foldersMayVanishWhileOthersWriteIntoThem() throws Exception {
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      BlobKey key = key("a/b/c/" + i);
      writers.add(
          () -> {
            for (int round = 0; round < 200; round++) {
              store.reveal(key, staged(store, new byte[] {(byte) round}));
              if (round % 20 == 0) {
                assertEquals(1, store.makeDurable(List.of(key)).size());
              }
              assertArrayEquals(new byte[] {(byte) round}, Disk.content(store, key));
              store.delete(key);
            }
            return 0;
          });
    }
    results(writers);
    assertEquals(List.of(), Disk.files(root, "objects"));
  }

  @Test
  void interruptedReadersDoNotDisturbEachOther() throws Exception {
    byte[] content = random(5, 400_000);
    store.commit(Map.of(key("shared"), staged(store, content)));
    try (ByteSource source = store.open(key("shared"))) {
      List<Callable<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int number = i;
        readers.add(
            () -> {
              for (int round = 0; round < 50; round++) {
                if ((round + number) % 5 == 0) {
                  Thread.currentThread().interrupt();
                }
                byte[] read = new byte[1000];
                int from = (round * 7919 + number * 104_729) % 399_000;
                source.readFully(read, from);
                assertArrayEquals(Arrays.copyOfRange(content, from, from + 1000), read);
                assertEquals((round + number) % 5 == 0, Thread.interrupted());
              }
              return 0;
            });
      }
      results(readers);
    }
  }

  @Test
  void readsInterruptedFromOutsideGoOn() throws Exception {
    byte[] content = random(6, 4_000_000);
    store.commit(Map.of(key("shared"), staged(store, content)));
    try (ByteSource source = store.open(key("shared"))) {
      List<Future<Integer>> running = new ArrayList<>();
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        running.add(
            threads.submit(
                () -> {
                  synchronized (readers) {
                    readers.add(Thread.currentThread());
                  }
                  for (int round = 0; round < 100; round++) {
                    byte[] read = new byte[content.length];
                    source.readFully(read, 0);
                    assertArrayEquals(content, read);
                  }
                  return 0;
                }));
      }
      while (running.stream().anyMatch(one -> !one.isDone())) {
        synchronized (readers) {
          readers.forEach(Thread::interrupt);
        }
        Thread.onSpinWait();
      }
      for (Future<Integer> one : running) {
        one.get();
      }
    }
  }

  private List<Integer> results(List<Callable<Integer>> tasks) throws Exception {
    List<Integer> results = new ArrayList<>();
    for (Future<Integer> each : threads.invokeAll(tasks)) {
      results.add(each.get());
    }
    return results;
  }
}
