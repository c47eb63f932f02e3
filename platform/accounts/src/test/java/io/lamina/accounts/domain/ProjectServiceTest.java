package io.lamina.accounts.domain;

import static io.lamina.accounts.domain.TestAccounts.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.Project.Details;
import io.lamina.accounts.domain.Roles.ProjectRole;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.identity.Caller;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** C-019, D-10. */
class ProjectServiceTest {
  private final TestAccounts accounts = new TestAccounts();
  private final ProjectService projects = accounts.projectService;
  private final MemberService members = accounts.memberService;
  private final Caller admin = accounts.signedIn("root", "admin");
  private final Caller manager = accounts.signedIn("mia", "standard");
  private final Caller reader = accounts.signedIn("rob", "standard");
  private final Caller stranger = accounts.signedIn("sam", "professor");
  private long lung;

  @BeforeEach
  void aProjectWithAManagerAndAReader() {
    lung = projects.create(admin, FakeProjects.details("lung"), true).id();
    members.add(admin, lung, manager.userId(), role("manager"));
    members.add(admin, lung, reader.userId(), role("reader"));
    members.remove(admin, lung, admin.userId());
  }

  private static Optional<Function<Roles, ProjectRole>> role(String name) {
    return Optional.of(roles -> roles.requireProjectRole(name));
  }

  private static Project renamed(Project before, String name) {
    return new Project(
        before.id(), FakeProjects.details(name), before.active(), null, before.createdAt(), null);
  }

  @Test
  void whoCreatesAProjectManagesIt() {
    long brain = projects.create(admin, FakeProjects.details("brain"), true).id();
    assertEquals("manager", members.find(admin, brain, admin.userId()).orElseThrow().role());
    refused(ErrorKind.FORBIDDEN, () -> projects.create(manager, FakeProjects.details("x"), true));
    refused(
        ErrorKind.UNAUTHENTICATED,
        () -> projects.create(Caller.anonymous("::1"), FakeProjects.details("x"), true));
  }

  @Test
  void aForeignProjectDoesNotExist() {
    for (long id : new long[] {lung, 999}) {
      refused(ErrorKind.NOT_FOUND, () -> projects.get(stranger, id));
      refused(ErrorKind.NOT_FOUND, () -> projects.update(stranger, id, before -> before));
      refused(ErrorKind.NOT_FOUND, () -> projects.deactivate(stranger, id));
      refused(ErrorKind.NOT_FOUND, () -> members.list(stranger, id, 0, 10));
      refused(ErrorKind.NOT_FOUND, () -> members.find(stranger, id, stranger.userId()));
      refused(ErrorKind.NOT_FOUND, () -> members.add(stranger, id, stranger.userId(), role("x")));
      refused(ErrorKind.NOT_FOUND, () -> members.remove(stranger, id, reader.userId()));
    }
    assertEquals(0, projects.list(stranger, 0, 10).total());
    refused(ErrorKind.UNAUTHENTICATED, () -> projects.list(Caller.anonymous("::1"), 0, 10));
  }

  @Test
  void aReaderSeesButDoesNotDecide() {
    assertEquals("lung", projects.get(reader, lung).details().name());
    assertEquals(
        List.of(lung), projects.list(reader, 0, 10).items().stream().map(Project::id).toList());
    assertEquals(2, members.list(reader, lung, 0, 10).total());
    refused(ErrorKind.FORBIDDEN, () -> projects.update(reader, lung, before -> before));
    refused(ErrorKind.FORBIDDEN, () -> projects.deactivate(reader, lung));
    refused(
        ErrorKind.FORBIDDEN, () -> members.add(reader, lung, stranger.userId(), Optional.empty()));
    refused(
        ErrorKind.FORBIDDEN,
        () -> members.changeRole(reader, lung, reader.userId(), role("manager").orElseThrow()));
    refused(ErrorKind.FORBIDDEN, () -> members.remove(reader, lung, manager.userId()));
  }

  @Test
  void aManagerDecidesAboutHisProjectAlone() {
    assertEquals(
        "chest",
        projects.update(manager, lung, before -> renamed(before, "chest")).details().name());
    assertEquals("editor", members.add(manager, lung, stranger.userId(), Optional.empty()).role());
    members.changeRole(manager, lung, reader.userId(), role("editor").orElseThrow());
    members.remove(manager, lung, reader.userId());
    refused(ErrorKind.NOT_FOUND, () -> projects.get(manager, 1));
    refused(ErrorKind.NOT_FOUND, () -> members.add(manager, 1, manager.userId(), role("manager")));
  }

  /** Site roles and project roles come from configuration: some may decide and not read. */
  @Test
  void nobodyGivesHimselfOrOthersARightThatHeLacksThere() {
    accounts.settings.roles =
        FakeSettings.with("site.professor", "project.manage, study.read, annotation.read");
    Caller decides = accounts.signedIn("dean", "professor");
    refused(
        ErrorKind.FORBIDDEN, () -> members.add(decides, lung, decides.userId(), role("manager")));
    refused(
        ErrorKind.FORBIDDEN,
        () -> members.changeRole(decides, lung, reader.userId(), role("editor").orElseThrow()));
    assertEquals("reader", members.add(decides, lung, stranger.userId(), role("reader")).role());
  }

  @Test
  void aMemberIsAddedOnceAndHasToExist() {
    refused(ErrorKind.CONFLICT, () -> members.add(manager, lung, reader.userId(), role("editor")));
    refused(ErrorKind.NOT_FOUND, () -> members.add(manager, lung, 999, Optional.empty()));
    refused(
        ErrorKind.BAD_REQUEST, () -> members.add(manager, lung, stranger.userId(), role("boss")));
    accounts.userService.deactivate(admin, stranger.userId());
    refused(
        ErrorKind.NOT_FOUND, () -> members.add(manager, lung, stranger.userId(), Optional.empty()));
  }

  @Test
  void theLastManagerStaysUnlessAnAdminRemovesHim() {
    refused(ErrorKind.CONFLICT, () -> members.remove(manager, lung, manager.userId()));
    refused(
        ErrorKind.CONFLICT,
        () -> members.changeRole(manager, lung, manager.userId(), role("reader").orElseThrow()));
    members.remove(admin, lung, manager.userId());
    assertEquals(1, members.list(admin, lung, 0, 10).total());
  }

  @Test
  void aProjectOutOfUseIsGoneForItsMembersAndComesBackByAnAdmin() {
    projects.deactivate(manager, lung);
    refused(ErrorKind.NOT_FOUND, () -> projects.get(manager, lung));
    assertFalse(projects.get(admin, lung).active());
    projects.update(
        admin,
        lung,
        before -> new Project(lung, before.details(), true, null, before.createdAt(), null));
    assertTrue(projects.get(manager, lung).active());
  }

  @Test
  void projectOneStays() {
    refused(ErrorKind.CONFLICT, () -> projects.deactivate(admin, 1));
    assertTrue(projects.get(admin, 1).active());
  }

  @Test
  void aProjectDoesNotEndBeforeItBegins() {
    Details backwards =
        new Details(
            "x", null, null, LocalDate.of(2026, 2, 2), LocalDate.of(2026, 2, 1), false, "active");
    refused(ErrorKind.BAD_REQUEST, () -> projects.create(admin, backwards, true));
  }

  @Test
  void theProjectsOfAUserAreForHimselfAndForWhoManagesUsers() {
    assertEquals(1, projects.ofUser(reader, reader.userId(), 0, 10).total());
    assertEquals(1, projects.ofUser(admin, reader.userId(), 0, 10).total());
    refused(ErrorKind.FORBIDDEN, () -> projects.ofUser(reader, manager.userId(), 0, 10));
    refused(ErrorKind.NOT_FOUND, () -> projects.ofUser(admin, 999, 0, 10));
  }
}
