package io.lamina.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.api.identity.ProjectScope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FakeProjectRightsTest {
  private final FakeProjectRights rights = FakeProjectRights.standard();

  @Test
  void givesAMemberItsProjectAloneAndTheAdminEverything() {
    assertEquals(ProjectScope.of(Set.of(1L)), rights.scope(Callers.READER, Permission.STUDY_READ));
    assertEquals(ProjectScope.all(), rights.scope(Callers.ADMIN, Permission.STUDY_READ));
    assertEquals(ProjectScope.of(Set.of()), rights.scope(Callers.ANONYMOUS, Permission.STUDY_READ));
    assertFalse(rights.may(Callers.READER, Permission.STUDY_UPLOAD, 1));
    assertFalse(rights.may(Callers.FOREIGN, Permission.STUDY_READ, 1));
    assertFalse(rights.may(Callers.ADMIN, Permission.STUDY_READ, 99));
  }

  @Test
  void putsAnUploadIntoTheRequestedOrTheOnlyProject() {
    assertEquals(Optional.of(1L), upload(Optional.of(1L), Permission.STUDY_UPLOAD));
    assertEquals(Optional.of(1L), upload(Optional.empty(), Permission.STUDY_UPLOAD));
    rights.member(3, Callers.EDITOR, FakeProjectRights.EDIT);
    assertEquals(Optional.empty(), upload(Optional.empty(), Permission.STUDY_UPLOAD));
    assertEquals(
        Optional.empty(),
        rights.projectForUpload(Callers.ADMIN, Permission.STUDY_UPLOAD, Optional.empty()));
  }

  @Test
  void answers404ForAForeignProjectAnd403WhereTheRightIsMissing() {
    assertEquals(ErrorKind.NOT_FOUND, refusal(2L, Permission.STUDY_UPLOAD));
    assertEquals(ErrorKind.NOT_FOUND, refusal(99L, Permission.STUDY_UPLOAD));
    assertEquals(ErrorKind.FORBIDDEN, refusal(1L, Permission.STUDY_DELETE));
  }

  @Test
  void refusesAnUploadByWhoMayUploadNowhere() {
    for (Caller caller : List.of(Callers.STRANGER, Callers.READER)) {
      assertEquals(
          ErrorKind.FORBIDDEN,
          assertThrows(LaminaException.class, () -> uploadAnywhere(caller)).kind());
    }
    assertEquals(
        ErrorKind.UNAUTHENTICATED,
        assertThrows(LaminaException.class, () -> uploadAnywhere(Callers.ANONYMOUS)).kind());
  }

  @Test
  void letsTheSiteWideRightToUploadIntoNoForeignProject() {
    Caller annotator = Callers.with(20, "annotator", Permission.STUDY_UPLOAD);
    assertEquals(Optional.empty(), uploadAnywhere(annotator));
    assertFalse(rights.may(annotator, Permission.STUDY_UPLOAD, 1));
    rights.member(1, annotator, FakeProjectRights.EDIT);
    assertEquals(Optional.of(1L), uploadAnywhere(annotator));
  }

  private Optional<Long> uploadAnywhere(Caller caller) {
    return rights.projectForUpload(caller, Permission.STUDY_UPLOAD, Optional.empty());
  }

  @Test
  void forgetsAMemberWhoLeft() {
    assertTrue(rights.isMember(Callers.EDITOR, 1));
    rights.leave(1, Callers.EDITOR);
    assertFalse(rights.isMember(Callers.EDITOR, 1));
    assertTrue(rights.isMember(Callers.ADMIN, 1));
  }

  private Optional<Long> upload(Optional<Long> requested, Permission permission) {
    return rights.projectForUpload(Callers.EDITOR, permission, requested);
  }

  private ErrorKind refusal(long requested, Permission permission) {
    return assertThrows(LaminaException.class, () -> upload(Optional.of(requested), permission))
        .kind();
  }
}
