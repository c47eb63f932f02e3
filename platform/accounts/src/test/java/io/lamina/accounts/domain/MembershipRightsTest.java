package io.lamina.accounts.domain;

import static io.lamina.accounts.domain.TestAccounts.refused;
import static io.lamina.api.identity.Permission.ANNOTATION_READ;
import static io.lamina.api.identity.Permission.PATIENT_IMAGE_READ;
import static io.lamina.api.identity.Permission.STUDY_READ;
import static io.lamina.api.identity.Permission.STUDY_UPLOAD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.api.identity.ProjectScope;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** D-14, D-15. */
class MembershipRightsTest {
  private static final Optional<Long> NONE = Optional.empty();

  private final TestAccounts accounts = new TestAccounts();
  private final MembershipRights rights = accounts.rights;
  private Caller admin;
  private long lung;
  private long demo;

  @BeforeEach
  void twoMoreProjects() {
    admin = accounts.signedIn("root", "admin");
    lung = accounts.projectService.create(admin, FakeProjects.details("lung"), true).id();
    demo = accounts.projectService.create(admin, FakeProjects.details("demo"), true).id();
  }

  private Caller member(String name, String siteRole, String projectRole) {
    Caller caller = accounts.signedIn(name, siteRole);
    accounts.memberService.add(
        admin, lung, caller.userId(), Optional.of(roles -> roles.requireProjectRole(projectRole)));
    return caller;
  }

  @Test
  void aMemberMayWhatHisProjectRoleSays() {
    Caller reader = member("eve", "standard", "reader");
    assertTrue(rights.may(reader, STUDY_READ, lung));
    assertFalse(rights.may(reader, STUDY_UPLOAD, lung));
    assertFalse(rights.may(reader, STUDY_READ, 1));
    assertEquals(ProjectScope.of(Set.of(lung)), rights.scope(reader, STUDY_READ));
    assertEquals(ProjectScope.of(Set.of()), rights.scope(reader, STUDY_UPLOAD));
    assertTrue(rights.isMember(reader, lung));
    assertFalse(rights.isMember(reader, 1));
    assertFalse(rights.isMember(reader, 99));
  }

  @Test
  void whoManagesAllProjectsMayEverythingInEachThatExists() {
    assertTrue(rights.may(admin, STUDY_UPLOAD, 1));
    assertTrue(rights.isMember(admin, 1));
    assertFalse(rights.may(admin, STUDY_READ, 99));
    assertFalse(rights.isMember(admin, 99));
    assertEquals(ProjectScope.all(), rights.scope(admin, STUDY_UPLOAD));
  }

  @Test
  void aSiteWideRightToReadHoldsInEveryProject() {
    Caller radiologist = accounts.signedIn("ray", "radiologist");
    assertEquals(ProjectScope.all(), rights.scope(radiologist, STUDY_READ));
    assertTrue(rights.may(radiologist, STUDY_READ, lung));
    assertFalse(rights.may(radiologist, ANNOTATION_READ, lung));
    assertFalse(rights.isMember(radiologist, lung));
  }

  @Test
  void aSiteWideRightToUploadOpensNoForeignProject() {
    Caller annotator = accounts.signedIn("ann", "annotator");
    assertFalse(rights.may(annotator, STUDY_UPLOAD, lung));
    assertEquals(ProjectScope.of(Set.of()), rights.scope(annotator, STUDY_UPLOAD));
    refused(
        ErrorKind.NOT_FOUND,
        () -> rights.projectForUpload(annotator, STUDY_UPLOAD, Optional.of(lung)));
    assertEquals(NONE, rights.projectForUpload(annotator, STUDY_UPLOAD, NONE));
  }

  @Test
  void anonymousMayNothing() {
    Caller nobody = Caller.anonymous("192.0.2.7");
    assertEquals(ProjectScope.of(Set.of()), rights.scope(nobody, STUDY_READ));
    assertFalse(rights.may(nobody, STUDY_READ, 1));
    assertFalse(rights.isMember(nobody, 1));
    refused(ErrorKind.UNAUTHENTICATED, () -> rights.projectForUpload(nobody, STUDY_UPLOAD, NONE));
  }

  @Test
  void anUploadGoesWhereItIsAskedTo() {
    Caller editor = member("eve", "annotator", "editor");
    assertEquals(
        Optional.of(lung), rights.projectForUpload(editor, STUDY_UPLOAD, Optional.of(lung)));
    refused(
        ErrorKind.NOT_FOUND, () -> rights.projectForUpload(editor, STUDY_UPLOAD, Optional.of(1L)));
    refused(
        ErrorKind.NOT_FOUND, () -> rights.projectForUpload(editor, STUDY_UPLOAD, Optional.of(99L)));
    refused(
        ErrorKind.NOT_FOUND, () -> rights.projectForUpload(admin, STUDY_UPLOAD, Optional.of(99L)));
    assertEquals(Optional.of(1L), rights.projectForUpload(admin, STUDY_UPLOAD, Optional.of(1L)));
  }

  @Test
  void anUploadWithoutProjectGoesToTheOnlyOneElseToNone() {
    Caller editor = member("eve", "annotator", "editor");
    assertEquals(Optional.of(lung), rights.projectForUpload(editor, STUDY_UPLOAD, NONE));
    accounts.memberService.add(admin, 1, editor.userId(), Optional.empty());
    assertEquals(NONE, rights.projectForUpload(editor, STUDY_UPLOAD, NONE));
  }

  @Test
  void whoMayUploadNowhereIsToldSo() {
    Caller reader = member("eve", "standard", "reader");
    refused(
        ErrorKind.FORBIDDEN,
        () -> rights.projectForUpload(reader, STUDY_UPLOAD, Optional.of(lung)));
    refused(ErrorKind.FORBIDDEN, () -> rights.projectForUpload(reader, STUDY_UPLOAD, NONE));
  }

  @Test
  void aDemoUserReadsTheDemoProjectWhateverHeIsAMemberOf() {
    Caller visitor = member("visitor", "demo", "manager");
    accounts.memberService.add(
        admin, demo, visitor.userId(), Optional.of(roles -> roles.requireProjectRole("manager")));
    assertEquals(ProjectScope.of(Set.of(demo)), rights.scope(visitor, STUDY_READ));
    assertFalse(rights.isMember(visitor, lung));
    assertTrue(rights.isConfined(visitor));
    assertEquals(ProjectScope.of(Set.of(demo)), rights.memberships(visitor));
    assertEquals(ProjectScope.all(), rights.memberships(admin));
    assertFalse(rights.isConfined(admin));
    assertFalse(rights.may(visitor, STUDY_UPLOAD, demo));
    assertFalse(rights.may(visitor, Permission.PROJECT_MANAGE, demo));
    refused(ErrorKind.FORBIDDEN, () -> rights.projectForUpload(visitor, STUDY_UPLOAD, NONE));
  }

  @Test
  void changesCountAtOnceAndNothingIsReadBetweenThem() {
    Caller editor = member("eve", "annotator", "editor");
    assertTrue(rights.may(editor, STUDY_UPLOAD, lung));
    int reads = accounts.memberships.reads.get();
    for (int i = 0; i < 50; i++) {
      assertTrue(rights.may(editor, STUDY_UPLOAD, lung));
    }
    assertEquals(reads, accounts.memberships.reads.get());

    accounts.memberService.changeRole(
        admin, lung, editor.userId(), roles -> roles.requireProjectRole("reader"));
    assertFalse(rights.may(editor, STUDY_UPLOAD, lung));
    accounts.memberService.remove(admin, lung, editor.userId());
    assertFalse(rights.isMember(editor, lung));
  }

  @Test
  void aProjectOutOfUseIsSeenByWhoManagesAllAlone() {
    Caller editor = member("eve", "annotator", "editor");
    assertTrue(rights.isMember(editor, lung));
    accounts.projectService.deactivate(admin, lung);
    assertFalse(rights.isMember(editor, lung));
    assertEquals(ProjectScope.of(Set.of()), rights.scope(editor, STUDY_READ));
    assertTrue(rights.isMember(admin, lung));
  }

  @Test
  void newDefinitionsOfRolesCountAtOnce() {
    Caller reader = member("eve", "standard", "reader");
    assertFalse(rights.may(reader, STUDY_UPLOAD, lung));
    accounts.settings.roles = FakeSettings.with("project.reader", "study.upload");
    assertTrue(rights.may(reader, STUDY_UPLOAD, lung));
    assertFalse(rights.may(reader, STUDY_READ, lung));
    assertFalse(accounts.caller(accounts.user("sam", "student")).may(STUDY_READ));
    assertTrue(accounts.signedIn("pat", "student").may(PATIENT_IMAGE_READ));
  }
}
