package io.lamina.operations.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.LaminaException;
import io.lamina.operations.copy.BackupFolder;
import io.lamina.operations.copy.DataFiles;
import io.lamina.operations.copy.Places;
import io.lamina.operations.copy.StoppedWork;
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
    Path heads = Files.createDirectories(temp.resolve("heads-before"));
    Files.writeString(heads.resolve("heads-000001.txt"), "signed");
    try (BackupFolder folder = BackupFolder.create(backup)) {
      Files.writeString(folder.databaseFolder().resolve("lamina.mv.db"), "rows");
      folder.takeDatabase();
      DataFiles files =
          new DataFiles(new Places(from, from.resolve("store"), heads, from.resolve("key-file")));
      files.heads((name, file) -> folder.add("data/" + name, file));
      files.others((name, file) -> folder.add("data/" + name, file));
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
    restore(version, places());
  }

  private void restore(String version, Places places) throws IOException, InterruptedException {
    new Restore(backup, places, null, version, said::add).run();
  }

  private Places places() {
    return new Places(data, data.resolve("blobs"), data.resolve("audit/heads"), null);
  }

  private String refusal(Places places) {
    return assertThrows(LaminaException.class, () -> restore("0.1.0", places)).getMessage();
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
    assertFalse(Files.exists(data.resolve(RestoreTarget.MARKER)));
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
  void runningAgainNeverEmptiesOtherPlaces() throws Exception {
    Path store = Files.createDirectories(temp.resolve("other/objects"));
    Files.writeString(store.resolve("in-use"), "somebody's");
    Path heads = Files.createDirectories(temp.resolve("other/heads"));
    Files.writeString(heads.resolve("heads-000001.txt"), "another trail's");
    Files.createDirectories(data);
    Files.writeString(
        data.resolve(RestoreTarget.MARKER),
        data.resolve("blobs/objects") + "\n" + data.resolve("audit/heads") + "\n");
    Places here = places();
    assertTrue(
        refusal(new Places(data, store.getParent(), here.heads(), null)).contains("not empty"));
    assertTrue(refusal(new Places(data, here.store(), heads, null)).contains("HEADS_FOLDER"));
    assertEquals("somebody's", Files.readString(store.resolve("in-use")));
    assertEquals("another trail's", Files.readString(heads.resolve("heads-000001.txt")));
    restore("0.1.0");
  }

  @Test
  void headsGoWhereThisInstallationHasThem() throws Exception {
    restore("0.1.0");
    assertEquals("signed", Files.readString(data.resolve("audit/heads/heads-000001.txt")));
    Path elsewhere = temp.resolve("heads-now");
    data = temp.resolve("second");
    restore("0.1.0", new Places(data, data.resolve("blobs"), elsewhere, null));
    assertEquals("signed", Files.readString(elsewhere.resolve("heads-000001.txt")));
    assertFalse(Files.exists(data.resolve("audit/heads")));
  }

  @Test
  void aLinkedDataFolderIsFilledWhereItLies() throws Exception {
    Path real = Files.createDirectories(temp.resolve("disk/data"));
    Files.createSymbolicLink(data, real);
    restore("0.1.0");
    assertTrue(Files.isSymbolicLink(data));
    assertEquals("rows", Files.readString(real.resolve("db/lamina.mv.db")));
    // and anew, over what a stopped run left
    Files.writeString(
        data.resolve(RestoreTarget.MARKER),
        data.resolve("blobs/objects") + "\n" + data.resolve("audit/heads") + "\n");
    restore("0.1.0");
    assertTrue(Files.isSymbolicLink(data));
    assertEquals("rows", Files.readString(real.resolve("db/lamina.mv.db")));
  }

  @Test
  void theLockOfTheCallerIsNoContent() throws Exception {
    Files.createDirectories(data.resolve("run"));
    Files.writeString(data.resolve("run/lock"), "");
    restore("0.1.0");
    assertTrue(Files.exists(data.resolve("run/lock")), "it is held");
    data = temp.resolve("served");
    Files.createDirectories(data.resolve("run"));
    Files.writeString(data.resolve("run/lock"), "");
    Files.writeString(data.resolve("run/lamina.pid"), "1");
    assertTrue(refusal().contains("not empty"));
  }

  @Test
  void mountPointsAreEmptyAndStay() throws Exception {
    Path heads = temp.resolve("heads-now");
    Places places = new Places(data, data.resolve("blobs"), heads, null);
    for (Path mounted : List.of(data, data.resolve("blobs"), heads)) {
      Files.createDirectories(mounted.resolve("lost+found"));
    }
    restore("0.1.0", places);
    // and anew, over what a stopped run left
    Files.writeString(
        data.resolve(RestoreTarget.MARKER), data.resolve("blobs/objects") + "\n" + heads + "\n");
    restore("0.1.0", places);
    for (Path mounted : List.of(data, data.resolve("blobs"), heads)) {
      assertTrue(Files.exists(mounted.resolve("lost+found")), mounted::toString);
    }
    assertTrue(refusal(places).contains("not empty"));
  }

  @Test
  void theNextStartLearnsOfTheRestore() throws Exception {
    restore("0.1.0");
    List<StoppedWork> done = StoppedWork.readFrom(data);
    assertEquals(1, done.size());
    assertEquals("restore", done.get(0).command());
    assertEquals("2026-11-21T10:00:00Z", done.get(0).backup());
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
    assertTrue(Files.exists(data.resolve(RestoreTarget.MARKER)), "half of it would be started");
    Files.writeString(object, "second");
    restore("0.1.0");
    assertFalse(Files.exists(data.resolve(RestoreTarget.MARKER)));
  }

  @Test
  void anUnfinishedBackupIsReplacedAndAFinishedOneIsNot() throws IOException {
    assertThrows(LaminaException.class, () -> BackupFolder.create(backup));
    Path other = temp.resolve("other");
    Files.createDirectories(other);
    Files.writeString(other.resolve("incomplete"), "This backup is not complete. Remove it.\n");
    Files.writeString(other.resolve("objects.list"), "of a run that was killed");
    BackupFolder.create(other).close();
    assertEquals(List.of(), List.of(other.toFile().list()));
  }

  @Test
  void aFileOrFolderOfSomebodyNamedIncompleteIsNoProof() throws IOException {
    Path other = Files.createDirectories(temp.resolve("other"));
    Path incomplete = other.resolve("incomplete");
    Files.writeString(incomplete, "This backup is not complete. Remove it?\n");
    assertThrows(LaminaException.class, () -> BackupFolder.create(other));
    Files.writeString(temp.resolve("note"), "This backup is not complete. Remove it.\n");
    Files.delete(incomplete);
    Files.createSymbolicLink(incomplete, temp.resolve("note"));
    assertThrows(LaminaException.class, () -> BackupFolder.create(other));
    Files.delete(incomplete);
    Files.createDirectories(incomplete);
    assertThrows(LaminaException.class, () -> BackupFolder.create(other));
    assertTrue(Files.exists(incomplete));
  }

  @Test
  void aFullDiskLeavesNothing() throws IOException {
    Path aborted = temp.resolve("aborted");
    BackupFolder folder = BackupFolder.create(aborted);
    Files.createSymbolicLink(aborted.resolve(BackupFolder.REPORT), Path.of("/dev/full"));
    folder.report("does not fit");
    assertThrows(IOException.class, folder::close);
    assertFalse(Files.exists(aborted));
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
