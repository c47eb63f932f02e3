package io.lamina.storage.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.storage.Fork;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
  private static final int ROUNDS = Integer.getInteger("lamina.crash.rounds", 3);

  @TempDir Path root;

  @Test
  void killedStoreKeepsWhatItAcknowledgedAndShowsNothingHalf() throws Exception {
    Set<BlobKey> acknowledged = new TreeSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      killAfter(20 + 30 * round, "run" + round, acknowledged);
      // the victim's files are younger than this JVM, which a restarted server's never are
      for (Path incoming : Disk.files(root, "incoming")) {
        Files.setLastModifiedTime(incoming, FileTime.fromMillis(1));
      }
      DiskBlobStore store = Disk.store(root);
      assertEquals(acknowledged, store.makeDurable(acknowledged).keySet());
      for (BlobKey key : acknowledged) {
        assertArrayEquals(CrashVictim.contentOf(key), Disk.content(store, key));
      }
      List<Path> visible = Disk.files(root, "objects");
      assertTrue(visible.size() >= acknowledged.size());
      for (Path file : visible) {
        BlobKey key = key(file);
        assertArrayEquals(CrashVictim.contentOf(key), Disk.content(store, key));
      }
      assertEquals(List.of(), Disk.files(root, "incoming"));
      store.stop();
    }
  }

  private void killAfter(int count, String prefix, Set<BlobKey> acknowledged) throws Exception {
    Process victim = Fork.of(CrashVictim.class, List.of("-Xmx128m"), root.toString(), prefix);
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(victim.getInputStream(), StandardCharsets.US_ASCII))) {
      String line;
      int seen = 0;
      while ((line = out.readLine()) != null) {
        if (!line.endsWith(CrashVictim.END)) {
          // cut by the kill
          continue;
        }
        acknowledged.add(new BlobKey(line.substring(0, line.length() - CrashVictim.END.length())));
        if (++seen == count) {
          // by its handle: Process itself would close the pipe, which is not read to its end
          victim.toHandle().destroyForcibly();
        }
      }
      assertTrue(seen >= count, "the victim died by itself");
    }
    victim.waitFor();
  }

  private BlobKey key(Path file) {
    String name = root.resolve("objects").relativize(file).toString();
    return new BlobKey(name.substring(0, name.length() - ObjectTree.SUFFIX.length()));
  }
}
