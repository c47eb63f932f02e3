package io.lamina.studies.domain;

import static io.lamina.studies.domain.TextDicom.object;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.dicom.Tag;
import io.lamina.studies.domain.UploadResult.Stored;
import io.lamina.testkit.Callers;
import io.lamina.testkit.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** H-02: what comes in without credentials is held, seen by nobody, and released or discarded. */
class QuarantineTest {
  private static final List<Caller> ALL =
      List.of(
          Callers.ADMIN,
          Callers.READER,
          Callers.EDITOR,
          Callers.MANAGER,
          Callers.FOREIGN,
          Callers.STRANGER,
          Callers.ANONYMOUS);

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(IngestService.class, "studies");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void showsAQuarantinedStudyToNobody(TestDatabase database) {
    Platform platform = new Platform(database);
    Stored held = upload(platform, object("1.1", "1.1.1", "1.1.1.1"));
    assertTrue(held.imageId() > 0 && held.seriesId() > 0 && held.study().id() > 0);
    for (Caller caller : ALL) {
      assertEquals(List.of(), platform.seen(caller));
      assertEquals(0, platform.studies.count(caller, StudyFilter.NONE));
      assertNotFound(() -> platform.studies.study(caller, held.study().id()));
      assertNotFound(
          () -> platform.images.image(caller, held.imageId(), ImagesService.View.METADATA));
    }
    assertThrows(
        LaminaException.class, () -> platform.intake.waiting(Callers.MANAGER, Long.MAX_VALUE, 9));
    assertEquals(1, platform.intake.waiting(Callers.ADMIN, Long.MAX_VALUE, 9).size());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void showsAForeignStudyNoMoreThanAnUnknownOne(TestDatabase database) {
    Platform platform = new Platform(database);
    Stored stored =
        platform.upload(Callers.EDITOR, object("1.1", "1.1.1", "1.1.1.1")).stored().get(0);
    for (Caller caller : List.of(Callers.FOREIGN, Callers.STRANGER, Callers.ANONYMOUS)) {
      assertEquals(
          message(() -> platform.images.image(caller, 999_999, ImagesService.View.METADATA)),
          message(
              () -> platform.images.image(caller, stored.imageId(), ImagesService.View.METADATA)));
      assertEquals(
          message(() -> platform.studies.study(caller, 999_999)),
          message(() -> platform.studies.study(caller, stored.study().id())));
    }
    assertEquals(
        stored.imageId(),
        platform.images.image(Callers.READER, stored.imageId(), ImagesService.View.METADATA).id());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void keepsPrivateUploadsToTheirOwner(TestDatabase database) {
    Platform platform = new Platform(database);
    Caller annotator = Callers.with(8, "annotator", Permission.STUDY_UPLOAD);
    platform.upload(annotator, object("1.1", "1.1.1", "1.1.1.1"));
    assertEquals(List.of("1.1"), platform.seen(annotator));
    assertEquals(List.of("1.1"), platform.seen(Callers.ADMIN));
    assertEquals(List.of(), platform.seen(Callers.EDITOR));
    for (Permission let : new Permission[] {Permission.STUDY_READ, Permission.MASK_READ}) {
      Caller key =
          new Caller(
              annotator.userId(),
              annotator.username(),
              annotator.roles(),
              annotator.permissions(),
              annotator.address(),
              Optional.of(Set.of(let)));
      assertEquals(let == Permission.STUDY_READ ? List.of("1.1") : List.of(), platform.seen(key));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void neverMergesWithWhatIsThere(TestDatabase database) {
    Platform platform = new Platform(database);
    TextDicom.Text object = object("1.1", "1.1.1", "1.1.1.1");
    Stored known = platform.upload(Callers.EDITOR, object).stored().get(0);
    Stored first = upload(platform, object);
    Stored second = upload(platform, object);
    assertNotEquals(known.study().id(), first.study().id());
    assertNotEquals(first.study().id(), second.study().id());
    assertEquals(1, platform.studies.study(Callers.EDITOR, known.study().id()).totalImages());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void releasesAStudyWithItsIdsIntoAProject(TestDatabase database) {
    Platform platform = new Platform(database);
    Stored held = upload(platform, object("1.1", "1.1.1", "1.1.1.1"));
    IntakeService.Released released =
        platform.intake.accept(Callers.ADMIN, held.study().id(), Optional.empty());
    assertEquals(held.study().id(), released.studyId());
    assertEquals(1, released.added());
    assertEquals(
        held.imageId(),
        platform.images.image(Callers.ADMIN, held.imageId(), ImagesService.View.METADATA).id());
    assertEquals(List.of(), platform.intake.waiting(Callers.ADMIN, Long.MAX_VALUE, 9));
    assertNotFound(
        () -> platform.intake.accept(Callers.ADMIN, held.study().id(), Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void releasesIntoTheAcceptedStudyOfItsUid(TestDatabase database) {
    Platform platform = new Platform(database);
    TextDicom.Text there = object("1.1", "1.1.1", "1.1.1.1");
    TextDicom.Text clash = object("1.1", "1.1.1", "1.1.1.2");
    long study = platform.upload(Callers.EDITOR, there, clash).studies().get(0).id();
    UploadResult held =
        platform.upload(
            Callers.ANONYMOUS,
            there,
            clash.with(Tag.STUDY_DESCRIPTION, "other"),
            object("1.1", "1.1.1", "1.1.1.3"),
            object("1.1", "1.1.2", "1.1.2.1"));
    IntakeService.Released released =
        platform.intake.accept(Callers.ADMIN, held.studies().get(0).id(), Optional.empty());
    assertEquals(study, released.studyId());
    assertEquals(2, released.added());
    assertEquals(1, released.repeated());
    assertEquals(List.of(held.stored().get(1).imageId()), released.conflicting());
    StudySummary merged = platform.studies.study(Callers.READER, study);
    assertEquals(4, merged.totalImages());
    assertEquals(2, merged.seriesCount());
    StudySummary left = platform.intake.waiting(Callers.ADMIN, Long.MAX_VALUE, 9).get(0);
    assertEquals(1, left.totalImages());
    assertEquals(1, left.seriesCount());
    // the image keeps the number its uploader was told
    long moved = held.stored().get(2).imageId();
    assertEquals(
        study,
        platform.images.image(Callers.READER, moved, ImagesService.View.METADATA).study().id());
    // two of the four were repeats or moved; the repeat's object is gone
    assertEquals(5, platform.blobs.keys().size());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void knowsARepeatInAnotherWrapping(TestDatabase database) {
    Platform platform = new Platform(database);
    byte[] there = wrapped("A\n", object("1.1", "1.1.1", "1.1.1.1"));
    byte[] again = wrapped("other\n", object("1.1", "1.1.1", "1.1.1.1"));
    platform.upload(Callers.EDITOR, Optional.empty(), List.of(there));
    UploadResult held = platform.upload(Callers.ANONYMOUS, Optional.empty(), List.of(again));
    IntakeService.Released released =
        platform.intake.accept(Callers.ADMIN, held.studies().get(0).id(), Optional.empty());
    assertEquals(1, released.repeated());
    assertEquals(List.of(), released.conflicting());
    assertEquals(1, platform.blobs.keys().size());
  }

  /** As a file of PS3.10: preamble, DICM, group length, the rest of the meta information. */
  private static byte[] wrapped(String meta, TextDicom.Text object) {
    byte[] dataSet = object.bytes();
    return ByteBuffer.allocate(144 + meta.length() + dataSet.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(128)
        .put("DICM".getBytes(US_ASCII))
        .putInt(2)
        .put("UL".getBytes(US_ASCII))
        .putShort((short) 4)
        .putInt(meta.length())
        .put(meta.getBytes(US_ASCII))
        .put(dataSet)
        .array();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refusesToReleaseWhatWouldOnlyRepeatUids(TestDatabase database) {
    Platform platform = new Platform(database);
    TextDicom.Text object = object("1.1", "1.1.1", "1.1.1.1");
    platform.upload(Callers.EDITOR, object);
    Stored held = upload(platform, object.with(Tag.STUDY_DESCRIPTION, "other"));
    LaminaException refused =
        assertThrows(
            LaminaException.class,
            () -> platform.intake.accept(Callers.ADMIN, held.study().id(), Optional.empty()));
    assertEquals(ErrorKind.CONFLICT, refused.kind());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void discardsAStudyWithItsObjects(TestDatabase database) {
    Platform platform = new Platform(database);
    Stored held = upload(platform, object("1.1", "1.1.1", "1.1.1.1"));
    platform.intake.discard(Callers.ADMIN, held.study().id());
    assertTrue(platform.blobs.keys().isEmpty());
    assertEquals(new Catalog.Quarantined(0, 0), platform.catalog.quarantined());
    assertEquals(List.of(), platform.catalog.discarded(9));
  }

  @Test
  void refusesWhatIsBeyondTheQuota() {
    try (TestDatabase database = TestDatabase.h2(IngestService.class, "studies")) {
      int size = object("1.1", "1.1.1", "1.1.1.1").bytes().length;
      IngestLimits limits = new IngestLimits(1 << 20, 10, true, 10, size * 2L - 1);
      Platform platform = new Platform(database, new TextDicom(), limits);
      upload(platform, object("1.1", "1.1.1", "1.1.1.1"));
      assertEquals(
          ErrorKind.TOO_LARGE, kind(() -> upload(platform, object("1.1", "1.1.1", "1.1.1.2"))));
      assertEquals(1, platform.blobs.keys().size());

      IngestLimits one = new IngestLimits(1 << 20, 10, true, 1, 1 << 20);
      Platform full = new Platform(database, new TextDicom(), one);
      assertEquals(
          ErrorKind.TOO_MANY_REQUESTS, kind(() -> upload(full, object("1.1", "1.1.1", "1.1.1.2"))));

      IngestLimits off = new IngestLimits(1 << 20, 10, false, 1, 1 << 20);
      Platform closed = new Platform(database, new TextDicom(), off);
      assertEquals(
          ErrorKind.UNAUTHENTICATED, kind(() -> upload(closed, object("1.1", "1.1.1", "1.1.1.2"))));
    }
  }

  @Test
  void sharesTheQuotaAmongUploadsThatRunAtOnce() throws IOException {
    try (TestDatabase database = TestDatabase.h2(IngestService.class, "studies")) {
      byte[] file = object("1.1", "1.1.1", "1.1.1.1").bytes();
      IngestLimits limits = new IngestLimits(1 << 20, 10, true, 10, file.length * 2L - 1);
      Platform platform = new Platform(database, new TextDicom(), limits);
      try (Upload first = platform.ingest.start(Callers.ANONYMOUS);
          Upload second = platform.ingest.start(Callers.ANONYMOUS)) {
        first.file(Optional.empty(), new ByteArrayInputStream(file));
        assertEquals(
            ErrorKind.TOO_LARGE,
            kind(() -> second.file(Optional.empty(), new ByteArrayInputStream(file))));
      }
      // the one that broke off takes no room any more; the one that is stored does
      upload(platform, object("1.1", "1.1.1", "1.1.1.1"));
      assertEquals(
          ErrorKind.TOO_LARGE, kind(() -> upload(platform, object("1.1", "1.1.1", "1.1.1.2"))));
    }
  }

  @Test
  void countsTheInstancesOfAnUploadWhileItRuns() {
    try (TestDatabase database = TestDatabase.h2(IngestService.class, "studies")) {
      IngestLimits limits = new IngestLimits(1 << 20, 10, true, 2, 1 << 20);
      Platform platform = new Platform(database, new TextDicom(), limits);
      TextDicom.Text one = object("1.1", "1.1.1", "1");
      TextDicom.Text two = object("1.1", "1.1.1", "2");
      assertEquals(
          ErrorKind.TOO_LARGE,
          kind(() -> platform.upload(Callers.ANONYMOUS, one, two, object("1.1", "1.1.1", "3"))));
      assertTrue(platform.blobs.keys().isEmpty());
      assertEquals(2, platform.upload(Callers.ANONYMOUS, one, two).stored().size());
      assertEquals(ErrorKind.TOO_MANY_REQUESTS, kind(() -> upload(platform, one)));
    }
  }

  private static Stored upload(Platform platform, TextDicom.Text object) {
    UploadResult result = platform.upload(Callers.ANONYMOUS, object);
    assertEquals(List.of(), result.rejected());
    return result.stored().get(0);
  }

  private static void assertNotFound(Executable call) {
    assertEquals(ErrorKind.NOT_FOUND, kind(call));
  }

  private static ErrorKind kind(Executable call) {
    return assertThrows(LaminaException.class, call).kind();
  }

  private static String message(Executable call) {
    return assertThrows(LaminaException.class, call).getMessage();
  }
}
