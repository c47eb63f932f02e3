package io.lamina.masks.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.LaminaException;
import io.lamina.masks.MasksFixture;
import io.lamina.testkit.Callers;
import io.lamina.testkit.FakeAuditTrail.Entry;
import io.lamina.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything done to annotations and masks is told of, and nothing that was refused. */
class AuditTest {
  @Test
  void eachDeedHasItsEntry() {
    try (TestDatabase database = TestDatabase.h2(MasksFixture.class, "masks")) {
      MasksFixture masks = new MasksFixture(database);
      GroupPath path = masks.group(Callers.EDITOR);
      masks.annotations.get(Callers.READER, path.annotationId());
      masks.groups.get(Callers.READER, path);
      assertThrows(
          LaminaException.class,
          () -> masks.annotations.delete(Callers.READER, path.annotationId(), null));
      assertThrows(
          LaminaException.class,
          () -> masks.annotations.delete(Callers.EDITOR, path.annotationId(), 99L));
      masks.groups.delete(Callers.EDITOR, path, null);
      masks.annotations.delete(Callers.EDITOR, path.annotationId(), null);

      assertEquals(
          List.of(
              "editor create annotation",
              "editor create mask-group",
              "reader read annotation",
              "reader read mask-group",
              "editor delete mask-group",
              "editor delete annotation"),
          masks.audit.entries().stream().map(AuditTest::words).toList());
      assertTrue(
          masks.audit.entries().stream()
              .allMatch(
                  entry ->
                      entry.event().project() == 1
                          && entry.event().study().equals(MasksFixture.IMAGE.studyInstanceUid())));
    }
  }

  private static String words(Entry entry) {
    return entry.caller().username()
        + " "
        + entry.event().action().key()
        + " "
        + entry.event().object();
  }
}
