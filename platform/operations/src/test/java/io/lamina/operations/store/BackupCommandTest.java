package io.lamina.operations.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.operations.OperatorCall;
import io.lamina.api.operations.OperatorCommand;
import io.lamina.testkit.FakeAuditTrail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {
  @TempDir Path temp;
  private final Stage stage = new Stage();
  private final FakeAuditTrail audit = new FakeAuditTrail();
  private Path data;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    data = temp.resolve("data");
    target = temp.resolve("target");
    for (String name : List.of("audit/heads", "keys/keyset", "db/lamina.mv.db", "run/token")) {
      Files.createDirectories(data.resolve(name).getParent());
      Files.writeString(data.resolve(name), name);
    }
    Files.createDirectories(temp.resolve("etc"));
    Files.writeString(temp.resolve("etc/io.lamina.rest.cfg"), "idle.seconds = 60");
  }

  private int run(Path to) throws IOException, InterruptedException {
    BackupCommand command =
        new BackupCommand(
            new BackupCommand.Place(data, temp.resolve("etc"), null, "0.1.0"),
            stage.database(),
            stage,
            stage,
            stage.catalogs,
            audit);
    return command.run(new OperatorCall(temp, List.of(to.toString())), stage);
  }

  @Test
  void deletionsAreHeldBeforeTheDatabaseIsCopiedAndUntilAllObjectsAre() throws Exception {
    stage.object("tests/1", "first");
    assertEquals(OperatorCommand.OK, run(target));
    assertEquals(
        List.of("tools", "hold", "database", "read tests/1", "database closed", "let go"),
        stage.events);
    assertEquals(AuditAction.EXPORT, audit.entries().get(0).event().action());
    assertEquals("first", Files.readString(target.resolve("objects/tests/1+blob")));
    assertEquals("keys/keyset", Files.readString(target.resolve("data/keys/keyset")));
    assertEquals("audit/heads", Files.readString(target.resolve("data/audit/heads")));
    assertTrue(Files.exists(target.resolve("etc/io.lamina.rest.cfg")));
    assertFalse(Files.exists(target.resolve("data/run")));
    assertFalse(Files.exists(target.resolve("data/db")));
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
  void fullDiskEndsTheHoldAndLeavesNothing() {
    stage.unreadable = stage.object("tests/1", "first");
    LaminaException refused = assertThrows(LaminaException.class, () -> run(target));
    assertEquals(ErrorKind.INSUFFICIENT_STORAGE, refused.kind());
    assertFalse(Files.exists(target), "half a backup was left");
    assertTrue(stage.events.contains("let go"), "deletions stay held");
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
