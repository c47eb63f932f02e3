package io.lamina.studies.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.error.LaminaException;
import io.lamina.studies.store.Schema;
import io.lamina.testkit.Callers;
import io.lamina.testkit.FakeAuditTrail.Entry;
import io.lamina.testkit.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything done to studies is told of once, and nothing that was refused. */
class AuditTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(Schema.class, "studies");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void eachDeedHasItsEntry(TestDatabase database) {
    Platform platform = new Platform(database);
    List<byte[]> files =
        List.of(
            TextDicom.object("1.2.1", "1.2.1.1", "1.2.1.1.1").bytes(),
            TextDicom.object("1.2.1", "1.2.1.1", "1.2.1.1.2").bytes(),
            TextDicom.object("1.2.2", "1.2.2.1", "1.2.2.1.1").bytes());
    UploadResult result = platform.upload(Callers.EDITOR, Optional.of(1L), files);
    platform.upload(Callers.EDITOR, Optional.of(1L), files);
    UploadResult held = platform.upload(Callers.ANONYMOUS, Optional.empty(), files.subList(2, 3));
    long image = result.stored().get(0).imageId();
    platform.seen(Callers.READER);
    platform.studies.study(Callers.READER, result.studies().get(0).id());
    platform.images.image(Callers.READER, image, ImagesService.View.PIXELS);
    platform.images.image(Callers.READER, image, ImagesService.View.FILE);
    assertThrows(
        LaminaException.class,
        () -> platform.images.image(Callers.FOREIGN, image, ImagesService.View.FILE));
    platform.intake.waiting(Callers.ADMIN, Long.MAX_VALUE, 10);
    assertThrows(
        LaminaException.class,
        () -> platform.intake.discard(Callers.EDITOR, held.studies().get(0).id()));
    platform.intake.discard(Callers.ADMIN, held.studies().get(0).id());

    assertEquals(
        List.of(
            "editor create study 1.2.1 images=2",
            "editor create study 1.2.2 images=1",
            "anonymous create study 1.2.2 images=1",
            "reader read study-list null images=null",
            "reader read study 1.2.1 images=null",
            "reader read study 1.2.1 images=null",
            "reader export study 1.2.1 images=null",
            "admin read intake-list null images=null",
            "admin delete study 1.2.2 images=1"),
        platform.audit.entries().stream().map(AuditTest::words).toList());
    AuditEvent first = platform.audit.entries().get(0).event();
    assertEquals(1L, first.project());
    assertFalse(first.patient().isEmpty());
    assertNull(platform.audit.entries().get(2).event().project());
    assertEquals(first.patient(), platform.audit.entries().get(5).event().patient());
    assertEquals("192.0.2.1", platform.audit.entries().get(2).caller().address());
  }

  private static String words(Entry entry) {
    AuditEvent event = entry.event();
    return String.join(
        " ",
        entry.caller().username(),
        event.action().key(),
        event.object(),
        event.study(),
        "images=" + event.details().get("images"));
  }
}
