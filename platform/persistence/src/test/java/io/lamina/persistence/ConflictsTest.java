package io.lamina.persistence;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConflictsTest {
  @Test
  void aConflictIsFoundBelowOtherCausesAndAmongChainedErrors() {
    SQLException batch = new SQLException("batch", "HY000");
    batch.setNextException(new SQLException("twice", "23505"));

    assertTrue(Conflicts.cause(new IllegalStateException(new RuntimeException(batch))));
    assertTrue(Conflicts.cause(new SQLException("deadlock", "40P01")));
    assertTrue(Conflicts.cause(new SQLException("changed meanwhile", "90131")));
  }

  @Test
  void whatWouldFailAgainIsNoConflict() {
    assertFalse(Conflicts.cause(new SQLException("syntax", "42000")));
    assertFalse(Conflicts.cause(new SQLException("no state")));
    assertFalse(Conflicts.cause(new IllegalArgumentException()));
  }

  @Test
  void otherStatesCanBeAskedFor() {
    SQLException orphan = new SQLException("parent gone", "23503");

    assertTrue(Conflicts.has(orphan, Set.of("23503")));
    assertFalse(Conflicts.cause(orphan));
  }
}
