package io.lamina.operations.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.LaminaException;
import io.lamina.operations.copy.BackupFolder;
import io.lamina.operations.copy.DataFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
  @TempDir Path temp;
  private Path backup;
  private Path data;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void makeABackup() throws IOException {
    backup = temp.resolve("backup");
    data = temp.resolve("data");
    Path from = temp.resolve("from");
    Files.createDirectories(from.resolve("keys"));
    Files.createDirectories(from.resolve("run"));
    Files.writeString(from.resolve("keys/keyset"), "wrapped");
    Files.writeString(from.resolve("run/operator-token"), "secret");
    Files.writeString(from.resolve("key-file"), "never copied");
    try (BackupFolder folder = BackupFolder.create(backup)) {
      Files.writeString(folder.databaseFolder().resolve("lamina.mv.db"), "rows");
      folder.takeDatabase();
      new DataFiles(from, from.resolve("key-file"))
          .walkAllBut("audit", (name, file) -> folder.add("data/" + name, file));
      object(folder, "studies/instances/1+blob", "first");
      object(folder, "studies/instances/2+blob", "second");
      folder.complete("0.1.0", "2026-11-21T10:00:00Z", "h2");
    }
  }

  private static void object(BackupFolder folder, String name, String content) throws IOException {
    folder.addObject(
        name,
        Channels.newChannel(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
  }

  private void restore(String version) throws IOException, InterruptedException {
    new Restore(backup, data, data.resolve("blobs/objects"), null, version, said::add).run();
  }

  private String refusal() {
    return assertThrows(LaminaException.class, () -> restore("0.1.0")).getMessage();
  }

  @Test
  void fillsAnEmptyFolderForTheOwnerAlone() throws Exception {
    restore("0.1.0");
    assertEquals("rows", Files.readString(data.resolve("db/lamina.mv.db")));
    assertEquals("wrapped", Files.readString(data.resolve("keys/keyset")));
    assertEquals(
        "second", Files.readString(data.resolve("blobs/objects/studies/instances/2+blob")));
    assertFalse(Files.exists(data.resolve("run")), "what a start makes is not copied");
    assertFalse(Files.exists(data.resolve("key-file")), "the key file is never copied");
    assertFalse(Files.exists(data.resolve(Restore.MARKER)));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(data.resolve("db/lamina.mv.db"))));
    assertTrue(said.get(said.size() - 1).startsWith("Restored 2 objects"), said::toString);
  }

  @Test
  void refusesAFolderThatHoldsAnything() throws IOException {
    Files.createDirectories(data);
    Files.writeString(data.resolve("something"), "mine");
    assertTrue(refusal().contains("not empty"));
    assertEquals("mine", Files.readString(data.resolve("something")));
  }

  @Test
  void runningAgainNeverEmptiesAnotherStore() throws IOException {
    Path other = Files.createDirectories(temp.resolve("other/objects"));
    Files.writeString(other.resolve("in-use"), "somebody's");
    Files.createDirectories(data);
    Files.writeString(data.resolve(Restore.MARKER), data.resolve("blobs/objects").toString());
    Restore again = new Restore(backup, data, other, null, "0.1.0", said::add);
    assertTrue(assertThrows(LaminaException.class, again::run).getMessage().contains("not empty"));
    assertEquals("somebody's", Files.readString(other.resolve("in-use")));
  }

  @Test
  void refusesABackupOfANewerLamina() {
    String refusal = assertThrows(LaminaException.class, () -> restore("0.0.9")).getMessage();
    assertTrue(refusal.contains("newer"), refusal);
    assertFalse(Files.exists(data), "something was written");
    assertTrue(Restore.compare("1.10.0", "1.9.9") > 0);
    assertTrue(Restore.compare("0.1.0", "0.1.0") == 0);
    assertTrue(Restore.compare("0.1.0", "0.1.1") < 0);
  }

  @Test
  void refusesWhatIsNoCompleteBackup() throws IOException {
    Files.delete(backup.resolve("manifest"));
    assertTrue(refusal().contains("no complete backup"));
  }

  @Test
  void findsEachDamage() throws IOException {
    Path manifest = backup.resolve("manifest");
    String good = Files.readString(manifest);
    Files.writeString(manifest, good.replace("objects 2", "objects 1"));
    assertTrue(refusal().contains("manifest"));
    Files.writeString(manifest, good);
    Files.writeString(backup.resolve("database/lamina.mv.db"), "Rows");
    assertTrue(refusal().contains("database/lamina.mv.db"));
    assertFalse(Files.exists(data), "something was written");
  }

  @Test
  void aDamagedObjectLeavesWhatDoesNotStartAndIsRestoredAgain() throws Exception {
    Path object = backup.resolve("objects/studies/instances/2+blob");
    Files.writeString(object, "Second");
    assertTrue(refusal().contains("instances/2+blob"));
    assertTrue(Files.exists(data.resolve(Restore.MARKER)), "half of it would be started");
    Files.writeString(object, "second");
    restore("0.1.0");
    assertFalse(Files.exists(data.resolve(Restore.MARKER)));
  }

  @Test
  void anUnfinishedBackupIsReplacedAndAFinishedOneIsNot() throws IOException {
    assertThrows(LaminaException.class, () -> BackupFolder.create(backup));
    Path other = temp.resolve("other");
    Files.createDirectories(other);
    Files.writeString(other.resolve("incomplete"), "");
    Files.writeString(other.resolve("objects.list"), "of a run that was killed");
    BackupFolder.create(other).close();
    assertEquals(List.of(), List.of(other.toFile().list()));
  }

  @Test
  void anAbortedBackupLeavesNothing() throws IOException {
    Path aborted = temp.resolve("aborted");
    try (BackupFolder folder = BackupFolder.create(aborted)) {
      object(folder, "a+blob", "x");
    }
    assertFalse(Files.exists(aborted));
  }
}
