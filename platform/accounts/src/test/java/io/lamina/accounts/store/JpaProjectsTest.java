package io.lamina.accounts.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.Membership;
import io.lamina.accounts.domain.Project;
import io.lamina.accounts.domain.Project.Details;
import io.lamina.accounts.domain.User;
import io.lamina.accounts.domain.Users.NewUser;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.TestDatabase;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaProjectsTest {
  private static final Set<String> MANAGERS = Set.of("manager");

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(JpaProjects.class, "accounts");
  }

  private static Details details(String name) {
    return new Details(name, null, null, null, null, false, "active");
  }

  private static User user(TestDatabase database, String name) {
    return new JpaUsers(database.jpa(), new FakeAuditTrail())
        .add(new NewUser(name, name + "@example.com", Optional.empty(), Set.of(), "hash"));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void projectOneIsThereAndKeepsItsNumber(TestDatabase database) {
    JpaProjects projects = new JpaProjects(database.jpa());
    assertEquals("default", projects.byId(1).orElseThrow().details().name());
    User eve = user(database, "eve");
    assertEquals(2, projects.add(details("next"), true, eve.id(), "manager").id());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void keepsEveryDetail(TestDatabase database) {
    JpaProjects projects = new JpaProjects(database.jpa());
    User eve = user(database, "eve");
    Details details =
        new Details(
            "Lung",
            "x".repeat(9_000),
            "Acme",
            LocalDate.of(2025, 1, 31),
            LocalDate.of(2026, 2, 28),
            true,
            "recruiting");
    Project added = projects.add(details, true, eve.id(), "manager");
    assertEquals(details, added.details());
    assertEquals(added, projects.byId(added.id()).orElseThrow());
    assertEquals(eve.id(), added.createdBy());
    assertEquals(
        Map.of(added.id(), "manager"), new JpaMemberships(database.jpa()).rolesOf(eve.id()));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void listsAllOrSome(TestDatabase database) {
    JpaProjects projects = new JpaProjects(database.jpa());
    User eve = user(database, "eve");
    long second = projects.add(details("b"), true, eve.id(), "manager").id();
    assertEquals(2, projects.list(Optional.empty(), 0, 50).total());
    assertEquals(1, projects.list(Optional.of(Set.of(second)), 0, 50).total());
    assertEquals(0, projects.list(Optional.of(Set.of()), 0, 50).total());
    assertEquals(second, projects.list(Optional.empty(), 1, 1).items().get(0).id());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void anInactiveProjectGivesNoRoleAndHasNoName(TestDatabase database) {
    JpaProjects projects = new JpaProjects(database.jpa());
    JpaMemberships memberships = new JpaMemberships(database.jpa());
    User eve = user(database, "eve");
    Project project = projects.add(details("demo"), true, eve.id(), "manager");
    assertEquals(Set.of(project.id()), projects.named(Set.of("demo")));
    projects.update(
        project.id(),
        before ->
            new Project(before.id(), before.details(), false, eve.id(), before.createdAt(), null));
    assertEquals(Set.of(), projects.named(Set.of("demo")));
    assertEquals(Map.of(), memberships.rolesOf(eve.id()));
    assertTrue(memberships.find(project.id(), eve.id()).isPresent());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void addsListsAndRemovesMembers(TestDatabase database) {
    JpaMemberships memberships = new JpaMemberships(database.jpa());
    User eve = user(database, "eve");
    User adam = user(database, "adam");
    Membership added = memberships.add(1, eve.id(), "reader");
    memberships.add(1, adam.id(), "editor");
    assertEquals(added, memberships.find(1, eve.id()).orElseThrow());
    assertEquals(
        List.of("eve", "adam"),
        memberships.membersOf(1, 0, 50).items().stream().map(Membership::username).toList());
    assertEquals(2, memberships.membersOf(1, 0, 1).total());
    assertEquals("editor", memberships.changeRole(1, eve.id(), "editor", MANAGERS).role());
    memberships.remove(1, eve.id(), MANAGERS);
    assertTrue(memberships.find(1, eve.id()).isEmpty());
    assertEquals(
        ErrorKind.NOT_FOUND,
        assertThrows(LaminaException.class, () -> memberships.remove(1, eve.id(), MANAGERS))
            .kind());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refusesAMemberTwice(TestDatabase database) {
    JpaMemberships memberships = new JpaMemberships(database.jpa());
    User eve = user(database, "eve");
    memberships.add(1, eve.id(), "reader");
    LaminaException refusal =
        assertThrows(LaminaException.class, () -> memberships.add(1, eve.id(), "editor"));
    assertEquals(ErrorKind.CONFLICT, refusal.kind());
    assertEquals("reader", memberships.find(1, eve.id()).orElseThrow().role());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theLastManagerStays(TestDatabase database) {
    JpaMemberships memberships = new JpaMemberships(database.jpa());
    User eve = user(database, "eve");
    User adam = user(database, "adam");
    memberships.add(1, eve.id(), "manager");
    memberships.add(1, adam.id(), "reader");
    memberships.changeRole(1, adam.id(), "editor", MANAGERS);
    assertThrows(LaminaException.class, () -> memberships.remove(1, eve.id(), MANAGERS));
    assertThrows(
        LaminaException.class, () -> memberships.changeRole(1, eve.id(), "reader", MANAGERS));
    assertEquals("manager", memberships.find(1, eve.id()).orElseThrow().role());
    memberships.changeRole(1, adam.id(), "manager", MANAGERS);
    memberships.remove(1, eve.id(), MANAGERS);
    memberships.remove(1, adam.id(), Set.of());
    assertEquals(0, memberships.membersOf(1, 0, 50).total());
  }
}
