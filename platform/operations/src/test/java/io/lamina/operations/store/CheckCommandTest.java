package io.lamina.operations.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobReference;
import io.lamina.api.operations.OperatorCall;
import io.lamina.api.operations.OperatorCommand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckCommandTest {
  private final Stage stage = new Stage();

  private int check(String... arguments) throws Exception {
    return new CheckCommand(stage.database(), stage.blobs, stage, stage.catalogs)
        .run(new OperatorCall(Path.of("/"), List.of(arguments)), stage);
  }

  private boolean said(String line) {
    return stage.said.contains(line);
  }

  @Test
  void agreesWhereAllIsWell() throws Exception {
    stage.object("tests/1", "first");
    assertEquals(OperatorCommand.OK, check());
    assertTrue(said("tests: 1 objects, 5 bytes"), stage.said::toString);
    assertTrue(said("Catalog and store agree"), stage.said::toString);
    assertEquals(0, stage.blobs.sourcesOpen());
  }

  @Test
  void namesMissingAndWrongOnes() throws Exception {
    BlobKey lost = stage.object("tests/1", "first");
    stage.blobs.delete(lost);
    BlobKey other = stage.object("tests/2", "second");
    BlobReference row = stage.rows.get(other);
    stage.rows.put(other, new BlobReference(other, row.size(), "0".repeat(64)));
    BlobKey short1 = stage.object("tests/3", "third");
    stage.rows.put(short1, new BlobReference(short1, 99, row.sha256()));
    assertEquals(OperatorCommand.FAILED, check("--fast"));
    assertTrue(said("missing: tests/1"), stage.said::toString);
    assertTrue(said("wrong hash: tests/2"), stage.said::toString);
    assertTrue(said("wrong size: tests/3"), stage.said::toString);
    assertTrue(said("Found: 1 missing, 1 wrong size, 1 wrong hash"), stage.said::toString);
  }

  @Test
  void orphansAreOldUnwantedAndNotOnTheirWay() throws Exception {
    stage.rows.remove(stage.object("tests/1", "nobody's"));
    BlobKey issued = stage.object("tests/2", "being uploaded");
    stage.rows.remove(issued);
    stage.pending.add(issued);
    assertEquals(OperatorCommand.OK, check());
    assertFalse(said("orphaned: tests/1"), "it is younger than a day");
    stage.said.clear();
    assertEquals(OperatorCommand.OK, check("--grace", "0"));
    assertTrue(said("orphaned: tests/1"), stage.said::toString);
    assertFalse(said("orphaned: tests/2"), stage.said::toString);
  }

  @Test
  void objectsOfACapabilityThatIsAwayAreNoOrphans() throws Exception {
    stage.rows.remove(stage.object("others/7", "whose capability is away"));
    assertEquals(OperatorCommand.OK, check("--grace", "0"));
    assertTrue(
        said("others/: 1 objects not checked: their capability is not here"), stage.said::toString);
    assertFalse(said("orphaned: others/7"), stage.said::toString);
  }

  @Test
  void saysHowToBeCalled() throws Exception {
    assertEquals(OperatorCommand.USAGE, check("--grace"));
    assertEquals(OperatorCommand.USAGE, check("--grace", "-1"));
    assertEquals(OperatorCommand.USAGE, check("everything"));
  }

  @Test
  void sizesReadWell() {
    assertEquals("999 bytes", Sizes.of(999));
    assertEquals("1.0 kB", Sizes.of(1000));
    assertEquals("1.0 MB", Sizes.of(999_960));
    assertEquals("12.3 GB", Sizes.of(12_345_678_901L));
  }
}
