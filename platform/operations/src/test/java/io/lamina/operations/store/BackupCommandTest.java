package io.lamina.operations.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.operations.OperatorCall;
import io.lamina.api.operations.OperatorCommand;
import io.lamina.operations.copy.Settings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {
  @TempDir Path temp;
  private final Stage stage = new Stage();
  private final Map<String, String> environment = new HashMap<>();
  private Path data;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    data = temp.resolve("data");
    target = temp.resolve("target");
    for (String name :
        List.of(
            "audit/heads/heads-000001.txt",
            "keys/keyset",
            "keys/keyset.previous",
            "keys/lock",
            "statistics/2026-11-21",
            "tls/self-signed.p12",
            "operator-record",
            "db/lamina.mv.db",
            "run/token")) {
      Files.createDirectories(data.resolve(name).getParent());
      Files.writeString(data.resolve(name), name);
    }
    Files.createDirectories(temp.resolve("etc"));
    Files.writeString(temp.resolve("etc/io.lamina.rest.cfg"), "idle.seconds = 60");
  }

  private int run(Path to) throws IOException, InterruptedException {
    BackupCommand command =
        new BackupCommand(
            new BackupCommand.Place(
                data, new Settings(temp.resolve("etc"), environment), null, "0.1.0"),
            stage.database(),
            stage,
            stage,
            stage.catalogs);
    return command.run(new OperatorCall(temp, List.of(to.toString())), stage);
  }

  @Test
  void deletionsAreHeldBeforeTheDatabaseIsCopiedAndUntilAllObjectsAre() throws Exception {
    stage.object("tests/1", "first");
    assertEquals(OperatorCommand.OK, run(target));
    assertEquals(
        List.of("tools", "hold", "database", "read tests/1", "database closed", "let go"),
        stage.events);
    assertEquals("first", Files.readString(target.resolve("objects/tests/1+blob")));
    assertEquals("keys/keyset", Files.readString(target.resolve("data/keys/keyset")));
    assertTrue(Files.exists(target.resolve("data/audit/heads/heads-000001.txt")));
    assertTrue(Files.exists(target.resolve("data/statistics/2026-11-21")));
    assertTrue(Files.exists(target.resolve("etc/io.lamina.rest.cfg")));
    for (String left :
        List.of("run", "db", "tls", "operator-record", "keys/keyset.previous", "keys/lock")) {
      assertFalse(Files.exists(target.resolve("data/" + left)), left);
    }
    assertFalse(Files.exists(target.resolve("report")));
    assertTrue(Files.exists(target.resolve("manifest")));
    assertFalse(Files.exists(target.resolve("incomplete")));
  }

  /**
   * An object that came after the copy of the database would be found under a number given twice.
   */
  @Test
  void objectsWithoutARowAreLeftUnlessTheirCapabilityIsAway() throws Exception {
    stage.object("tests/1", "first");
    BlobKey late = stage.object("tests/2", "came later");
    stage.rows.remove(late);
    BlobKey foreign = stage.object("others/1", "whose capability is away");
    stage.rows.remove(foreign);
    assertEquals(OperatorCommand.OK, run(target));
    assertFalse(Files.exists(target.resolve("objects/tests/2+blob")));
    assertTrue(Files.exists(target.resolve("objects/others/1+blob")));
  }

  @Test
  void missingObjectIsNamedAndTheRestIsThere() throws Exception {
    stage.object("tests/1", "first");
    stage.blobs.delete(stage.object("tests/2", "lost"));
    assertEquals(OperatorCommand.FAILED, run(target));
    assertTrue(stage.said.contains("missing: tests/2"), stage.said::toString);
    assertTrue(Files.exists(target.resolve("manifest")));
  }

  @Test
  void damagedObjectsAreNamedAndTheRestIsThere() throws Exception {
    stage.unreadable.add(stage.object("tests/1", "damaged"));
    stage.object("tests/2", "second");
    BlobKey foreign = stage.object("others/1", "whose capability is away");
    stage.rows.remove(foreign);
    stage.unreadable.add(foreign);
    assertEquals(OperatorCommand.FAILED, run(target));
    assertTrue(stage.said.contains("damaged: tests/1"), stage.said::toString);
    assertTrue(stage.said.stream().anyMatch(line -> line.contains("2 damaged")));
    assertEquals(
        List.of("damaged: tests/1", "damaged: others/1"),
        Files.readAllLines(target.resolve("report")));
    assertTrue(Files.readString(target.resolve("manifest")).contains(" report\n"));
    assertEquals("second", Files.readString(target.resolve("objects/tests/2+blob")));
    assertFalse(Files.exists(target.resolve("objects/tests/1+blob")));
  }

  @Test
  void withoutTheKeysetThereIsNoBackup() throws Exception {
    Files.move(data.resolve("keys/keyset"), temp.resolve("keyset"));
    Files.createSymbolicLink(data.resolve("keys/keyset"), temp.resolve("keyset"));
    LaminaException refused = assertThrows(LaminaException.class, () -> run(target));
    assertTrue(refused.getMessage().contains("keys/keyset"), refused.getMessage());
    assertFalse(Files.exists(target));
  }

  @Test
  void whatIsLinkedIntoTheDataFolderIsInIt() throws Exception {
    Path elsewhere = temp.resolve("elsewhere");
    Files.move(data.resolve("keys"), elsewhere);
    Files.createSymbolicLink(data.resolve("keys"), elsewhere);
    assertEquals(OperatorCommand.OK, run(target));
    assertEquals("keys/keyset", Files.readString(target.resolve("data/keys/keyset")));
  }

  @Test
  void aStoreAndHeadsUnderOtherNamesAreKnown() throws Exception {
    Path store = Files.createDirectories(data.resolve("archive/store/objects"));
    Files.writeString(store.resolve("1+blob"), "copied as an object, not as a file");
    Files.writeString(data.resolve("archive/note"), "mine");
    environment.put("LAMINA_STORAGE_ROOT", store.getParent().toString());
    Path heads = Files.createDirectories(temp.resolve("heads"));
    Files.writeString(heads.resolve("heads-000007.txt"), "signed");
    environment.put("LAMINA_AUDIT_HEADS_FOLDER", heads.toString());
    assertEquals(OperatorCommand.OK, run(target));
    assertEquals("mine", Files.readString(target.resolve("data/archive/note")));
    assertFalse(Files.exists(target.resolve("data/archive/store")));
    assertEquals("signed", Files.readString(target.resolve("data/audit/heads/heads-000007.txt")));
    assertThrows(LaminaException.class, () -> run(heads.resolve("backup")));
    assertThrows(LaminaException.class, () -> run(store.resolve("backup")));
    Path way = Files.createSymbolicLink(temp.resolve("way"), data);
    assertThrows(LaminaException.class, () -> run(way.resolve("backup")), "by a link");
  }

  @Test
  void emptyVariablesMeanWhatTheyMeanToThePlatform() throws IOException {
    Files.writeString(temp.resolve("etc/io.lamina.storage.cfg"), "root = /elsewhere\n");
    Files.writeString(temp.resolve("etc/io.lamina.persistence.cfg"), "db.url = jdbc:x\n");
    Settings settings = new Settings(temp.resolve("etc"), environment);
    assertEquals("/elsewhere", settings.get(null, "storage", "root"));
    environment.put("LAMINA_STORAGE_ROOT", "");
    environment.put("LAMINA_DB_URL", "");
    assertEquals("", settings.get(null, "storage", "root"));
    assertEquals("jdbc:x", settings.get("LAMINA_DB_URL", "persistence", "db.url"));
  }

  @Test
  void fullDiskEndsTheHoldAndLeavesNothing() {
    stage.object("tests/1", "first");
    stage.failure = new IOException("No space left on device");
    LaminaException refused = assertThrows(LaminaException.class, () -> run(target));
    assertEquals(ErrorKind.INSUFFICIENT_STORAGE, refused.kind());
    assertFalse(Files.exists(target), "half a backup was left");
    assertTrue(stage.events.contains("let go"), "deletions stay held");
  }

  @Test
  void whatCannotBeReadIsNamedAndNotTheTarget() {
    stage.failure = new AccessDeniedException(data.resolve("statistics").toString());
    LaminaException refused = assertThrows(LaminaException.class, () -> run(target));
    assertTrue(refused.getMessage().contains("no access to " + data.resolve("statistics")));
    stage.failure = new AccessDeniedException(target.resolve("database/x").toString());
    refused = assertThrows(LaminaException.class, () -> run(target));
    assertTrue(refused.getMessage().contains("may not write " + target), refused.getMessage());
  }

  @Test
  void theFileSystemsOwnFolderIsNotInIt() throws Exception {
    Files.createDirectories(data.resolve("lost+found"));
    Files.writeString(data.resolve("lost+found/#12"), "the file system's");
    assertEquals(OperatorCommand.OK, run(target));
    assertFalse(Files.exists(target.resolve("data/lost+found")));
  }

  @Test
  void aMountPointWithNothingElseInItIsATarget() throws Exception {
    Path own = Files.createDirectories(target.resolve("lost+found"));
    Files.writeString(own.resolve("#12"), "the file system's");
    assertEquals(OperatorCommand.OK, run(target));
    assertTrue(Files.exists(target.resolve("manifest")));
    assertTrue(Files.exists(own.resolve("#12")));
    assertThrows(LaminaException.class, () -> run(target), "a backup is there");
  }

  @Test
  void aFileOfThatNameIsSomebodysOwn() throws Exception {
    Files.createDirectories(target);
    Files.writeString(target.resolve("lost+found"), "mine");
    assertThrows(LaminaException.class, () -> run(target));
    assertEquals("mine", Files.readString(target.resolve("lost+found")));
  }

  @Test
  void tooLittleRoomIsRefusedBeforeAnything() {
    stage.databaseBytes = Long.MAX_VALUE / 4;
    LaminaException refused = assertThrows(LaminaException.class, () -> run(target));
    assertEquals(ErrorKind.INSUFFICIENT_STORAGE, refused.kind());
    assertEquals(List.of("tools"), stage.events);
    assertFalse(Files.exists(target));
  }

  @Test
  void aFolderInUseAndOneInTheDataAreRefused() throws Exception {
    Files.createDirectories(target);
    Files.writeString(target.resolve("mine"), "precious");
    assertThrows(LaminaException.class, () -> run(target));
    assertEquals("precious", Files.readString(target.resolve("mine")));
    assertThrows(LaminaException.class, () -> run(data.resolve("backup")));
    assertThrows(LaminaException.class, () -> run(temp));
    assertEquals(List.of(), stage.events);
  }
}
