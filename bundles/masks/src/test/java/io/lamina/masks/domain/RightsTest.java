package io.lamina.masks.domain;

import static io.lamina.masks.MasksFixture.BASE;
import static io.lamina.masks.MasksFixture.IMAGE;
import static io.lamina.masks.MasksFixture.content;
import static io.lamina.masks.MasksFixture.groupContent;
import static io.lamina.masks.MasksFixture.mask;
import static io.lamina.testkit.Callers.ADMIN;
import static io.lamina.testkit.Callers.ANONYMOUS;
import static io.lamina.testkit.Callers.EDITOR;
import static io.lamina.testkit.Callers.FOREIGN;
import static io.lamina.testkit.Callers.MANAGER;
import static io.lamina.testkit.Callers.OTHER_EDITOR;
import static io.lamina.testkit.Callers.READER;
import static io.lamina.testkit.Callers.STRANGER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.masks.MasksFixture;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.FakeProjectRights;
import io.lamina.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what (D-03): each caller tries everything. */
class RightsTest {
  private static final Page FIRST = new Page(0, 50);

  private TestDatabase database;
  private MasksFixture platform;

  @BeforeEach
  void start() {
    database = TestDatabase.h2(Schema.class, "masks");
    platform = new MasksFixture(database);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  /** What can be done with a group with one mask and its annotation, least harmful first. */
  private Map<String, Consumer<Caller>> reads(GroupPath path, long mask) {
    Map<String, Consumer<Caller>> reads = new LinkedHashMap<>();
    reads.put("annotation", who -> platform.annotations.get(who, path.annotationId()));
    reads.put("history", who -> platform.history.list(who, path.annotationId(), FIRST));
    reads.put(
        "groups",
        who ->
            platform.groups.list(who, path.annotationId(), new MaskGroupFilter(null, null), FIRST));
    reads.put("group", who -> platform.groups.get(who, path));
    reads.put("group stats", who -> platform.groups.stats(who, path.annotationId()));
    reads.put("masks", who -> platform.masks.list(who, path, MaskFilter.ALL, FIRST));
    reads.put("mask", who -> platform.masks.get(who, path, mask));
    reads.put("stats", who -> platform.masks.stats(who, path));
    reads.put("download", who -> platform.downloads.issue(who, path, mask, null, null, BASE));
    return reads;
  }

  private Map<String, Consumer<Caller>> writes(GroupPath path, long mask, String key) {
    Map<String, Consumer<Caller>> writes = new LinkedHashMap<>();
    writes.put(
        "change annotation",
        who -> platform.annotations.update(who, path.annotationId(), unchangedAnnotation(), null));
    writes.put(
        "add group", who -> platform.groups.create(who, path.annotationId(), groupContent()));
    writes.put("change group", who -> platform.groups.update(who, path, unchangedGroup(), null));
    writes.put("upload", who -> platform.link(who, path, "b.png"));
    writes.put("complete", who -> platform.uploads.complete(who, path, List.of(key)));
    writes.put("complete one", who -> platform.uploads.completeOne(who, path, key, null, null));
    writes.put("add mask", who -> platform.masks.create(who, path, mask(key)));
    writes.put("change mask", who -> platform.masks.update(who, path, mask, unchangedMask(), null));
    writes.put("delete mask", who -> platform.masks.delete(who, path, mask, null));
    writes.put("delete group", who -> platform.groups.delete(who, path, null));
    writes.put(
        "delete annotation", who -> platform.annotations.delete(who, path.annotationId(), null));
    return writes;
  }

  private void assertMay(Caller caller, boolean shared, ErrorKind reading, ErrorKind writing) {
    long annotation = platform.annotation(EDITOR, shared).id();
    GroupPath path =
        new GroupPath(annotation, platform.groups.create(EDITOR, annotation, groupContent()).id());
    String key = platform.upload(EDITOR, path, "a.png");
    long mask = platform.masks.create(EDITOR, path, mask(key)).id();
    reads(path, mask).forEach((what, work) -> assertAnswer(caller, what, work, reading));
    writes(path, mask, key).forEach((what, work) -> assertAnswer(caller, what, work, writing));
  }

  private static void assertAnswer(
      Caller caller, String what, Consumer<Caller> work, ErrorKind expected) {
    ErrorKind answer = null;
    try {
      work.accept(caller);
    } catch (LaminaException e) {
      answer = e.kind();
    }
    assertEquals(expected, answer, caller.username() + ": " + what);
  }

  @Test
  void theOwnerMayDoEverything() {
    assertMay(EDITOR, false, null, null);
  }

  @Test
  void otherEditorsManagersAndTheSitesAdminMayDoEverything() {
    assertMay(OTHER_EDITOR, false, null, null);
    assertMay(MANAGER, false, null, null);
    assertMay(ADMIN, false, null, null);
  }

  private static Caller withKey(Caller owner, Permission... only) {
    return new Caller(
        owner.userId(),
        owner.username(),
        owner.roles(),
        owner.permissions(),
        owner.address(),
        Optional.of(Set.of(only)));
  }

  @Test
  void aKeyOfTheOwnerOpensNoMoreThanItSays() {
    assertMay(
        withKey(EDITOR, Permission.ANNOTATION_READ, Permission.MASK_READ),
        true,
        null,
        ErrorKind.FORBIDDEN);
    assertMay(
        withKey(EDITOR, Permission.STUDY_READ), true, ErrorKind.NOT_FOUND, ErrorKind.NOT_FOUND);
    assertEquals(
        0,
        platform
            .annotations
            .list(withKey(EDITOR, Permission.STUDY_READ), MasksFixture.ALL, FIRST)
            .total());
  }

  @Test
  void aReaderReadsAndIsForbiddenTheRest() {
    assertMay(READER, false, null, ErrorKind.FORBIDDEN);
  }

  @Test
  void whoIsNotInTheProjectFindsNothing() {
    assertMay(FOREIGN, false, ErrorKind.NOT_FOUND, ErrorKind.NOT_FOUND);
    assertMay(STRANGER, false, ErrorKind.NOT_FOUND, ErrorKind.NOT_FOUND);
  }

  @Test
  void whatIsSharedIsReadByWhoeverReadsAnythingHere() {
    assertMay(FOREIGN, true, null, ErrorKind.FORBIDDEN);
    assertMay(STRANGER, true, ErrorKind.NOT_FOUND, ErrorKind.NOT_FOUND);
  }

  @Test
  void whoIsConfinedToAProjectFindsNothingOfOthersSharedOrNot() {
    platform.rights.member(3, STRANGER, FakeProjectRights.READ).confine(STRANGER);
    assertMay(STRANGER, true, ErrorKind.NOT_FOUND, ErrorKind.NOT_FOUND);
    assertEquals(List.of(), listed(STRANGER));
    platform.rights.member(1, STRANGER, FakeProjectRights.READ);
    assertMay(STRANGER, true, null, ErrorKind.FORBIDDEN);
  }

  @Test
  void withoutSigningInThereIsNothing() {
    assertMay(ANONYMOUS, true, ErrorKind.UNAUTHENTICATED, ErrorKind.UNAUTHENTICATED);
    assertAnswer(
        ANONYMOUS,
        "list",
        who -> platform.annotations.list(who, MasksFixture.ALL, FIRST),
        ErrorKind.UNAUTHENTICATED);
    assertAnswer(
        ANONYMOUS,
        "create",
        who -> platform.annotations.create(who, 1, IMAGE, content(false)),
        ErrorKind.UNAUTHENTICATED);
  }

  @Test
  void anOwnerWhoIsAReaderByNowMayStillDoEverything() {
    GroupPath path = platform.group(EDITOR);
    String key = platform.upload(EDITOR, path, "a.png");
    long mask = platform.masks.create(EDITOR, path, mask(key)).id();
    platform.rights.member(1, EDITOR, FakeProjectRights.READ);
    reads(path, mask).forEach((what, work) -> assertAnswer(EDITOR, what, work, null));
    writes(path, mask, key).forEach((what, work) -> assertAnswer(EDITOR, what, work, null));
    assertAnswer(
        EDITOR,
        "create",
        who -> platform.annotations.create(who, 1, IMAGE, content(false)),
        ErrorKind.FORBIDDEN);
  }

  @Test
  void anOwnerWhoLeftTheProjectNeitherReadsNorWrites() {
    GroupPath path = platform.group(EDITOR);
    String key = platform.upload(EDITOR, path, "a.png");
    long mask = platform.masks.create(EDITOR, path, mask(key)).id();
    platform.rights.leave(1, EDITOR);
    reads(path, mask)
        .forEach((what, work) -> assertAnswer(EDITOR, what, work, ErrorKind.NOT_FOUND));
    writes(path, mask, key)
        .forEach((what, work) -> assertAnswer(EDITOR, what, work, ErrorKind.NOT_FOUND));
  }

  @Test
  void anOwnerWhoIsConfinedToAProjectOnlyReadsThere() {
    GroupPath path = platform.group(EDITOR);
    String key = platform.upload(EDITOR, path, "a.png");
    long mask = platform.masks.create(EDITOR, path, mask(key)).id();
    platform.rights.member(1, EDITOR, FakeProjectRights.READ).confine(EDITOR);
    reads(path, mask).forEach((what, work) -> assertAnswer(EDITOR, what, work, null));
    writes(path, mask, key)
        .forEach((what, work) -> assertAnswer(EDITOR, what, work, ErrorKind.FORBIDDEN));
  }

  private MaskContent uploadedMask(GroupPath path, String name) {
    return MasksFixture.mask(platform.upload(EDITOR, path, name));
  }

  @Test
  void anAnnotationIsMadeOnlyWhereOneMayAnnotate() {
    Consumer<Caller> inOne = who -> platform.annotations.create(who, 1, IMAGE, content(false));
    assertAnswer(EDITOR, "project 1", inOne, null);
    assertAnswer(READER, "project 1", inOne, ErrorKind.FORBIDDEN);
    assertAnswer(FOREIGN, "project 1", inOne, ErrorKind.NOT_FOUND);
    assertAnswer(
        ADMIN,
        "no project",
        who -> platform.annotations.create(who, 999, IMAGE, content(false)),
        ErrorKind.NOT_FOUND);
  }

  @Test
  void theRightToDeleteMasksAloneIsEnoughToDeleteThem() {
    platform.rights.member(1, STRANGER, Set.of(Permission.MASK_READ, Permission.MASK_DELETE));
    GroupPath path = platform.group(EDITOR);
    long mask = platform.masks.create(EDITOR, path, uploadedMask(path, "a.png")).id();
    assertAnswer(STRANGER, "upload", who -> platform.link(who, path, "b.png"), ErrorKind.FORBIDDEN);
    assertAnswer(STRANGER, "mask", who -> platform.masks.delete(who, path, mask, null), null);
    assertAnswer(STRANGER, "group", who -> platform.groups.delete(who, path, null), null);
  }

  @Test
  void theListShowsWhatMayBeRead() {
    platform.rights.member(3, STRANGER, Set.of());
    long own = platform.annotation(EDITOR, false).id();
    long shared = platform.annotation(MANAGER, true).id();
    assertEquals(List.of(own, shared), listed(READER));
    assertEquals(List.of(own, shared), listed(ADMIN));
    assertEquals(List.of(shared), listed(FOREIGN));
    assertEquals(List.of(), listed(STRANGER));
    platform.rights.member(1, EDITOR, Set.of());
    assertEquals(List.of(own), listed(EDITOR));
    platform.rights.leave(1, EDITOR);
    assertEquals(List.of(), listed(EDITOR));
    platform.rights.member(2, EDITOR, FakeProjectRights.READ);
    assertEquals(List.of(shared), listed(EDITOR));
  }

  private List<Long> listed(Caller caller) {
    List<Long> ids = new ArrayList<>();
    platform
        .annotations
        .list(caller, MasksFixture.ALL, FIRST)
        .items()
        .forEach(found -> ids.add(found.id()));
    return ids;
  }

  @Test
  void aGroupOrMaskIsFoundOnlyBelowItsOwnPath() {
    GroupPath path = platform.group(EDITOR);
    GroupPath other = platform.group(EDITOR);
    long mask = platform.masks.create(EDITOR, path, uploadedMask(path, "a.png")).id();
    GroupPath crossed = new GroupPath(other.annotationId(), path.groupId());
    reads(crossed, mask)
        .forEach(
            (what, work) -> {
              if (!Set.of("annotation", "history", "groups", "group stats").contains(what)) {
                assertAnswer(EDITOR, what, work, ErrorKind.NOT_FOUND);
              }
            });
    for (Consumer<Caller> work :
        List.<Consumer<Caller>>of(
            who -> platform.masks.get(who, other, mask),
            who -> platform.masks.update(who, other, mask, unchangedMask(), null),
            who -> platform.masks.delete(who, other, mask, null),
            who -> platform.groups.update(who, crossed, unchangedGroup(), null),
            who -> platform.groups.delete(who, crossed, null))) {
      assertAnswer(EDITOR, "crossed", work, ErrorKind.NOT_FOUND);
    }
  }

  private static AnnotationChange unchangedAnnotation() {
    return new AnnotationChange(
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none());
  }

  private static MaskGroupChange unchangedGroup() {
    return new MaskGroupChange(
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none());
  }

  static MaskChange unchangedMask() {
    return new MaskChange(
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none());
  }
}
