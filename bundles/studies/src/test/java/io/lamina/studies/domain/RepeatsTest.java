package io.lamina.studies.domain;

import static io.lamina.studies.domain.TextDicom.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.dicom.Tag;
import io.lamina.testkit.Callers;
import io.lamina.testkit.TestDatabase;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** D-17 and D-18: what becomes of repeats, collisions and batches with bad files. */
class RepeatsTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(IngestService.class, "studies");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void storesSeveralStudiesOfOneRequestWithTheirCounts(TestDatabase database) {
    Platform platform = new Platform(database);
    UploadResult result =
        platform.upload(
            Callers.EDITOR,
            object("1.1", "1.1.1", "1.1.1.1"),
            object("1.1", "1.1.1", "1.1.1.2"),
            object("1.1", "1.1.2", "1.1.2.1").with(Tag.MODALITY, "SEG"),
            object("1.2", "1.2.1", "1.2.1.1"));
    assertEquals(4, result.stored().size());
    assertEquals(List.of("1.1", "1.2"), result.studies().stream().map(StudyRef::uid).toList());
    assertEquals(1, platform.blobs.commits());
    StudySummary study = platform.studies.study(Callers.READER, result.studies().get(0).id());
    assertEquals(2, study.seriesCount());
    assertEquals(3, study.totalImages());
    assertEquals("CT", study.modality());
    assertEquals(List.of("CT", "SEG"), List.copyOf(study.modalities()));
    assertEquals("John Doe", study.patientName());
    assertEquals(1L, study.ref().projectId());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void answersARepeatWithTheSameIds(TestDatabase database) {
    Platform platform = new Platform(database);
    UploadResult first = platform.upload(Callers.EDITOR, object("1.1", "1.1.1", "1.1.1.1"));
    UploadResult again = platform.upload(Callers.EDITOR, object("1.1", "1.1.1", "1.1.1.1"));
    assertEquals(first.stored(), again.stored());
    assertEquals(1, platform.blobs.keys().size());
    assertEquals(1, study(platform, first).totalImages());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void keepsItsOwnObjectsWhereATransactionRanTwice(TestDatabase database) throws Exception {
    Platform platform = new Platform(database);
    Catalog twice =
        (Catalog)
            Proxy.newProxyInstance(
                Catalog.class.getClassLoader(),
                new Class<?>[] {Catalog.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("changeInGroup")) {
                    method.invoke(platform.catalog, arguments);
                  }
                  return method.invoke(platform.catalog, arguments);
                });
    IngestService ingest =
        new IngestService(platform.blobs, twice, new TextDicom(), platform.rights, Platform.LIMITS);
    UploadResult result;
    try (Upload upload = ingest.start(Callers.EDITOR)) {
      byte[] file = object("1.1", "1.1.1", "1.1.1.1").bytes();
      upload.file(Optional.empty(), new java.io.ByteArrayInputStream(file));
      result = upload.finish();
    }
    long image = result.stored().get(0).imageId();
    assertEquals(List.of(Blobs.key(image)), List.copyOf(platform.blobs.keys()));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void answersARepeatWithinOneRequestWithTheSameIds(TestDatabase database) {
    Platform platform = new Platform(database);
    UploadResult result =
        platform.upload(
            Callers.EDITOR,
            object("1.1", "1.1.1", "1.1.1.1"),
            object("1.1", "1.1.1", "1.1.1.1"),
            object("1.1", "1.1.1", "1.1.1.1").with(Tag.STUDY_DESCRIPTION, "other"));
    assertEquals(2, result.stored().size());
    assertEquals(result.stored().get(0).imageId(), result.stored().get(1).imageId());
    assertEquals(ErrorKind.CONFLICT, result.rejected().get(0).kind());
    assertEquals(1, platform.blobs.keys().size());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refusesOtherContentUnderTheSameUidAndKeepsTheFirst(TestDatabase database) {
    Platform platform = new Platform(database);
    TextDicom.Text object = object("1.1", "1.1.1", "1.1.1.1");
    UploadResult first = platform.upload(Callers.EDITOR, object);
    UploadResult other =
        platform.upload(Callers.EDITOR, object.with(Tag.STUDY_DESCRIPTION, "changed"));
    assertEquals(List.of(), other.stored());
    assertEquals(ErrorKind.CONFLICT, other.rejected().get(0).kind());
    long image = first.stored().get(0).imageId();
    assertEquals(List.of(Blobs.key(image)), List.copyOf(platform.blobs.keys()));
    assertEquals(1, study(platform, first).totalImages());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refusesAUidThatLiesInAnotherStudyOnlyWhereTheCallerMayKnow(TestDatabase database) {
    Platform platform = new Platform(database);
    platform.upload(Callers.EDITOR, object("1.1", "1.1.1", "9.9"));
    UploadResult same = platform.upload(Callers.OTHER_EDITOR, object("1.2", "1.2.1", "9.9"));
    assertEquals(ErrorKind.CONFLICT, same.rejected().get(0).kind());
    UploadResult foreign = platform.upload(Callers.FOREIGN, object("1.3", "1.3.1", "9.9"));
    assertEquals(1, foreign.stored().size());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void quarantinesAStudyUidOfSomebodyElse(TestDatabase database) {
    Platform platform = new Platform(database);
    TextDicom.Text object = object("1.1", "1.1.1", "1.1.1.1");
    UploadResult mine = platform.upload(Callers.EDITOR, object);
    UploadResult theirs = platform.upload(Callers.FOREIGN, object);
    assertNotEquals(mine.studies().get(0).id(), theirs.studies().get(0).id());
    assertNotEquals(mine.stored().get(0).imageId(), theirs.stored().get(0).imageId());
    assertFalse(theirs.studies().get(0).accepted());
    assertEquals(1, study(platform, mine).totalImages());
    assertEquals(List.of(), platform.seen(Callers.FOREIGN));
    // and his own repeat of it is a repeat
    UploadResult again = platform.upload(Callers.FOREIGN, object);
    assertEquals(theirs.stored(), again.stored());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void addsToAStudyOfTheSameProject(TestDatabase database) {
    Platform platform = new Platform(database);
    UploadResult first = platform.upload(Callers.EDITOR, object("1.1", "1.1.1", "1.1.1.1"));
    UploadResult more = platform.upload(Callers.OTHER_EDITOR, object("1.1", "1.1.1", "1.1.1.2"));
    assertEquals(first.stored().get(0).seriesId(), more.stored().get(0).seriesId());
    assertEquals(2, study(platform, first).totalImages());
    assertEquals(1, study(platform, first).seriesCount());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refusesToSplitAStudyOverTwoProjects(TestDatabase database) {
    Platform platform = new Platform(database);
    platform.rights.member(2, Callers.EDITOR, io.lamina.testkit.FakeProjectRights.EDIT);
    byte[] object = object("1.1", "1.1.1", "1.1.1.1").bytes();
    UploadResult first = platform.upload(Callers.EDITOR, Optional.of(1L), List.of(object));
    UploadResult repeat = platform.upload(Callers.EDITOR, Optional.of(2L), List.of(object));
    assertEquals(first.stored(), repeat.stored());
    UploadResult more =
        platform.upload(
            Callers.EDITOR, Optional.of(2L), List.of(object("1.1", "1.1.1", "1.1.1.2").bytes()));
    assertEquals(ErrorKind.CONFLICT, more.rejected().get(0).kind());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void keepsTheGoodFilesOfABatchAndNamesTheBadOnes(TestDatabase database) {
    Platform platform = new Platform(database);
    UploadResult result =
        platform.upload(
            Callers.EDITOR,
            Optional.empty(),
            List.of(
                "no dicom".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                object("1.1", "1.1.1", "1.1.1.1").bytes(),
                new byte[0],
                object("1.1", "1.1.1", "").bytes(),
                object("1.1", "1.a", "1.1.1.2").bytes(),
                new byte[(1 << 20) + 1]));
    assertEquals(List.of("f2.dcm"), result.stored().stream().map(s -> s.fileName()).toList());
    assertEquals(
        List.of("f1.dcm", "f3.dcm", "f4.dcm", "f5.dcm", "f6.dcm"),
        result.rejected().stream().map(r -> r.fileName()).toList());
    assertEquals(ErrorKind.TOO_LARGE, result.rejected().get(4).kind());
    assertEquals(1, platform.blobs.keys().size());
    assertEquals(0, platform.blobs.stagedOpen());
    assertEquals(0, platform.blobs.sourcesOpen());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void takesAPictureOutsideOfAnyStudyAsAStudyOfItsOwn(TestDatabase database) {
    Platform platform = new Platform(database);
    TextDicom.Text picture = object("", "", "");
    UploadResult first = platform.upload(Callers.EDITOR, picture);
    assertTrue(first.studies().get(0).uid().matches("2\\.25\\.[1-9]\\d{1,38}"));
    assertEquals(first.stored(), platform.upload(Callers.EDITOR, picture).stored());
    UploadResult other = platform.upload(Callers.EDITOR, picture.with(Tag.PATIENT_ID, "2"));
    assertNotEquals(first.studies().get(0).uid(), other.studies().get(0).uid());
    for (TextDicom.Text broken :
        List.of(object("1.1", "", "1"), object("", "1.1", "1"), object("1.1", "1.1.1", ""))) {
      assertEquals(List.of(), platform.upload(Callers.EDITOR, broken).stored());
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void storesNothingWhereNoFileIsGood(TestDatabase database) {
    Platform platform = new Platform(database);
    UploadResult result =
        platform.upload(Callers.EDITOR, Optional.empty(), List.of(new byte[] {1}));
    assertEquals(List.of(), result.stored());
    assertEquals(ErrorKind.BAD_REQUEST, result.rejected().get(0).kind());
    assertTrue(platform.blobs.keys().isEmpty());
    assertEquals(List.of(), platform.seen(Callers.ADMIN));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void leavesNothingOfAnUploadThatBreaksOff(TestDatabase database) throws Exception {
    Platform platform = new Platform(database);
    try (Upload upload = platform.ingest.start(Callers.EDITOR)) {
      for (int i = 1; i <= Upload.BATCH + 3; i++) {
        byte[] file = object("1.1", "1.1.1", "1.1.1." + i).bytes();
        upload.file(Optional.empty(), new java.io.ByteArrayInputStream(file));
      }
      assertEquals(Upload.BATCH, platform.blobs.keys().size());
    }
    assertTrue(platform.blobs.keys().isEmpty());
    assertEquals(0, platform.blobs.stagedOpen());
    assertEquals(0, platform.blobs.sourcesOpen());
    assertEquals(List.of(), platform.seen(Callers.ADMIN));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void takesNoMoreFilesThanAllowed(TestDatabase database) {
    IngestLimits limits = new IngestLimits(1000, 2, true, 10, 1000);
    Platform platform = new Platform(database, new TextDicom(), limits);
    LaminaException refused =
        assertThrows(
            LaminaException.class,
            () ->
                platform.upload(
                    Callers.EDITOR,
                    object("1.1", "1.1.1", "1"),
                    object("1.1", "1.1.1", "2"),
                    object("1.1", "1.1.1", "3")));
    assertEquals(ErrorKind.TOO_LARGE, refused.kind());
    assertEquals(List.of(), platform.seen(Callers.ADMIN));
    assertTrue(platform.blobs.keys().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void storesOneStudyOutOfManyUploadsAtOnce(TestDatabase database) throws Exception {
    Platform platform = new Platform(database);
    int uploads = 24;
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      List<Callable<UploadResult>> work = new ArrayList<>();
      for (int i = 0; i < uploads; i++) {
        Caller caller = i % 2 == 0 ? Callers.EDITOR : Callers.OTHER_EDITOR;
        String series = "1.1." + i % 3;
        String instance = series + "." + i;
        work.add(
            () ->
                platform.upload(
                    caller, object("1.1", series, instance), object("1.1", "1.1.9", "1.1.9.9")));
      }
      for (Future<UploadResult> one : pool.invokeAll(work)) {
        assertEquals(2, one.get().stored().size());
      }
    } finally {
      pool.shutdown();
    }
    List<StudySummary> all = platform.studies.page(Callers.READER, StudyFilter.NONE, 0, 10);
    assertEquals(1, all.size());
    assertEquals(uploads + 1, all.get(0).totalImages());
    assertEquals(4, all.get(0).seriesCount());
    assertEquals(uploads + 1, platform.blobs.keys().size());
  }

  private static StudySummary study(Platform platform, UploadResult result) {
    return platform.studies.study(Callers.READER, result.studies().get(0).id());
  }
}
