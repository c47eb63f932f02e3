package io.lamina.keys.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
  private static final byte[] CONTEXT = {4};

  @TempDir Path folder;
  private Installation installation;
  private Path keyFile;
  private Path keyset;
  private KeysetVault vault;
  private byte[] old;
  private byte[] secret;

  @BeforeEach
  void make() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    installation = new Installation(data, null);
    keyFile = folder.resolve("data.key");
    keyset = data.resolve("keys/keyset");
    vault = installation.open().vault();
    old = vault.seal(new byte[] {1}, CONTEXT);
    secret = vault.secret("database", 32);
  }

  @Test
  void aNewKeyFileAndANewSealingKeyAndAllThatWasSealedStaysReadable() throws Exception {
    String before = Files.readString(keyFile);
    String id = installation.rotate(vault);
    byte[] fresh = vault.seal(new byte[] {2}, CONTEXT);

    assertNotEquals(before, Files.readString(keyFile));
    assertEquals(1, keyId(old));
    assertEquals(2, keyId(fresh));
    for (KeysetVault each : List.of(vault, installation.open().vault())) {
      assertArrayEquals(new byte[] {1}, each.open(old, CONTEXT));
      assertArrayEquals(new byte[] {2}, each.open(fresh, CONTEXT));
      assertArrayEquals(secret, each.secret("database", 32));
    }
    assertEquals(id, installation.open().keyFileId());
    assertEquals(List.of("keyset", "lock"), names(keyset.getParent()));
    assertEquals(List.of("data", "data.key"), names(folder));

    Files.writeString(keyFile, before);
    assertThrows(KeysException.class, installation::open, "the old key file opens it no more");
  }

  /** Each state that a crash of a rotation can leave behind. */
  @Test
  void everyInterruptedStepIsFinishedByTheNextStart() throws Exception {
    byte[] keyFile0 = Files.readAllBytes(keyFile);
    byte[] keyset0 = Files.readAllBytes(keyset);
    installation.rotate(vault);
    byte[] keyFile1 = Files.readAllBytes(keyFile);
    byte[] keyset1 = Files.readAllBytes(keyset);
    byte[] fresh = vault.seal(new byte[] {2}, CONTEXT);
    byte[] both = (new String(keyFile1) + lastLine(keyFile0)).getBytes();

    // the key file has both, the keyset is the old one
    assertEquals(1, finished(both, keyset0, null).size());
    assertThrows(
        io.lamina.api.keys.KeyVaultException.class,
        () -> installation.open().vault().open(fresh, CONTEXT));
    assertEquals(lastLine(keyFile0), lastLine(Files.readAllBytes(keyFile)));
    // ... and its second name is there
    finished(both, keyset0, keyset0);
    // the keyset is the new one, not proven yet
    finished(both, keyset1, keyset0);
    assertEquals(lastLine(keyFile1), lastLine(Files.readAllBytes(keyFile)));
    assertArrayEquals(new byte[] {2}, installation.open().vault().open(fresh, CONTEXT));
    // proven, and the one before still there
    finished(keyFile1, keyset1, keyset0);
    // the new one came out damaged: the one before counts
    finished(both, new byte[100], keyset0);
    assertEquals(lastLine(keyFile0), lastLine(Files.readAllBytes(keyFile)));
    finished(both, null, keyset0);
  }

  @Test
  void sealingAndOpeningGoOnMeanwhile() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    ConcurrentLinkedQueue<byte[]> sealed = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      running.add(
          threads.submit(
              () -> {
                do {
                  byte[] one = vault.seal(new byte[] {3}, CONTEXT);
                  assertArrayEquals(new byte[] {3}, vault.open(one, CONTEXT));
                  assertArrayEquals(new byte[] {1}, vault.open(old, CONTEXT));
                  sealed.add(one);
                } while (!stop.get());
              }));
    }
    for (int round = 0; round < 20; round++) {
      installation.rotate(vault);
    }
    stop.set(true);
    for (Future<?> each : running) {
      each.get();
    }
    threads.shutdown();
    KeysetVault next = installation.open().vault();
    for (byte[] one : sealed) {
      assertArrayEquals(new byte[] {3}, next.open(one, CONTEXT));
    }
    assertEquals(21, keyId(next.seal(new byte[0], CONTEXT)));
  }

  @Test
  void aKeyFileBehindALinkIsReplacedWhereItLies() throws Exception {
    Path real = Files.createDirectory(folder.resolve("vault")).resolve("lamina.key");
    Files.move(keyFile, real);
    Files.createSymbolicLink(keyFile, real);
    installation.rotate(vault);
    assertTrue(Files.isSymbolicLink(keyFile));
    assertArrayEquals(new byte[] {1}, installation.open().vault().open(old, CONTEXT));
  }

  /** Lays out a state, opens it, and returns the lines of the key file. */
  private List<String> finished(byte[] keys, byte[] current, byte[] previous) throws Exception {
    Files.write(keyFile, keys);
    put(keyset, current);
    put(keyset.resolveSibling("keyset.previous"), previous);
    assertArrayEquals(new byte[] {1}, installation.open().vault().open(old, CONTEXT));
    assertArrayEquals(secret, installation.open().vault().secret("database", 32));
    assertFalse(Files.exists(keyset.resolveSibling("keyset.previous")));
    List<String> lines =
        Files.readAllLines(keyFile).stream().filter(line -> !line.startsWith("#")).toList();
    assertEquals(1, lines.size(), "one key is left in the key file");
    return lines;
  }

  private static void put(Path file, byte[] content) throws IOException {
    Files.deleteIfExists(file);
    if (content != null) {
      Files.write(file, content);
    }
  }

  private static String lastLine(byte[] keyFile) {
    String[] lines = new String(keyFile).strip().split("\n");
    return lines[lines.length - 1] + "\n";
  }

  private static int keyId(byte[] sealed) {
    return ByteBuffer.wrap(sealed).getInt();
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }
}
