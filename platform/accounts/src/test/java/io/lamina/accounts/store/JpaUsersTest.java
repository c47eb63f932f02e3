package io.lamina.accounts.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.User;
import io.lamina.accounts.domain.Users.NewUser;
import io.lamina.accounts.domain.Users.UserEdit;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaUsersTest {
  private static final String KEYCLOAK = "550e8400-e29b-41d4-a716-446655440000";

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(JpaUsers.class, "accounts");
  }

  private static NewUser user(String name, String... roles) {
    return new NewUser(name, name + "@example.com", Optional.empty(), Set.of(roles), "hash");
  }

  private static UserEdit roles(String... roles) {
    return new UserEdit(
        Optional.empty(), Optional.empty(), Optional.of(Set.of(roles)), Optional.empty());
  }

  private static final UserEdit DEACTIVATE =
      new UserEdit(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false));

  @ParameterizedTest
  @MethodSource("databases")
  void keepsAUserAndFindsHimInWhateverCase(TestDatabase database) {
    JpaUsers users = new JpaUsers(database.jpa(), new FakeAuditTrail());
    User added =
        users.add(
            new NewUser(
                "TestUser2",
                "User2@example.com",
                Optional.of(KEYCLOAK),
                Set.of("annotator", "student"),
                "hash"));
    assertEquals(added, users.byId(added.id()).orElseThrow());
    assertEquals(added, users.byUsername("TESTUSER2").orElseThrow());
    assertEquals(added, users.byKeycloakId(KEYCLOAK).orElseThrow());
    assertEquals(Set.of("annotator", "student"), added.roles());
    assertTrue(users.byUsername("TestUser3").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refusesANameAddressOrIdentityThatIsTaken(TestDatabase database) {
    JpaUsers users = new JpaUsers(database.jpa(), new FakeAuditTrail());
    users.add(new NewUser("eve", "eve@example.com", Optional.of(KEYCLOAK), Set.of(), "hash"));
    for (NewUser again :
        List.of(
            user("EVE"),
            new NewUser("adam", "EVE@example.com", Optional.empty(), Set.of(), "hash"),
            new NewUser("adam", "adam@example.com", Optional.of(KEYCLOAK), Set.of(), "hash"))) {
      LaminaException refusal = assertThrows(LaminaException.class, () -> users.add(again));
      assertEquals(ErrorKind.CONFLICT, refusal.kind());
      assertEquals("Already Exists", refusal.title());
    }
    assertEquals(1, users.list(Optional.empty(), 0, 10).total());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void addsOneOfManyWhoWantTheSameNameAtOnce(TestDatabase database) throws Exception {
    JpaUsers users = new JpaUsers(database.jpa(), new FakeAuditTrail());
    List<Boolean> outcomes =
        atOnce(
            6,
            number -> {
              try {
                users.add(user(number % 2 == 0 ? "same" : "SAME"));
                return true;
              } catch (LaminaException e) {
                assertEquals(ErrorKind.CONFLICT, e.kind());
                return false;
              }
            });
    assertEquals(1, outcomes.stream().filter(added -> added).count());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void oneOfManyNodesAddsTheFirstUser(TestDatabase database) throws Exception {
    JpaUsers users = new JpaUsers(database.jpa(), new FakeAuditTrail());
    List<Boolean> outcomes =
        atOnce(4, number -> users.addFirst(user("admin", "admin"), 1, "manager").isPresent());
    assertEquals(1, outcomes.stream().filter(added -> added).count());
    User admin = users.byUsername("admin").orElseThrow();
    assertEquals("manager", new JpaMemberships(database.jpa()).rolesOf(admin.id()).get(1L));
    assertTrue(users.addFirst(user("other"), 1, "manager").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void changesWhatAnEditNamesAlone(TestDatabase database) {
    JpaUsers users = new JpaUsers(database.jpa(), new FakeAuditTrail());
    User before = users.add(user("eve", "student"));
    User after = users.update(before.id(), roles("professor", "student"), Set.of());
    assertEquals(Set.of("professor", "student"), after.roles());
    assertEquals(before.email(), after.email());
    assertEquals(before.secret(), after.secret());
    assertEquals(after, users.byId(before.id()).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aNewPasswordAndADeactivationAreANewGeneration(TestDatabase database) {
    JpaUsers users = new JpaUsers(database.jpa(), new FakeAuditTrail());
    User before = users.add(user("eve"));
    User after = users.setPassword(before.id(), "other");
    assertEquals("other", after.secret().passwordHash());
    assertEquals(before.secret().generation() + 1, after.secret().generation());
    User inactive = users.update(before.id(), DEACTIVATE, Set.of());
    assertFalse(inactive.active());
    assertEquals(before.secret().generation() + 2, inactive.secret().generation());
    User again = users.update(before.id(), DEACTIVATE, Set.of());
    assertEquals(inactive.secret().generation(), again.secret().generation());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theLastWithARoleKeepsItEvenWhenTwoGiveItUpAtOnce(TestDatabase database) throws Exception {
    JpaUsers users = new JpaUsers(database.jpa(), new FakeAuditTrail());
    List<User> admins = List.of(users.add(user("a", "admin")), users.add(user("b", "admin")));
    List<Boolean> outcomes =
        atOnce(
            2,
            number -> {
              try {
                UserEdit edit = number == 0 ? DEACTIVATE : roles("student");
                users.update(admins.get(number).id(), edit, Set.of("admin"));
                return true;
              } catch (LaminaException e) {
                assertEquals(ErrorKind.CONFLICT, e.kind());
                return false;
              }
            });
    assertEquals(1, outcomes.stream().filter(changed -> changed).count());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void listsInPages(TestDatabase database) {
    JpaUsers users = new JpaUsers(database.jpa(), new FakeAuditTrail());
    for (String name : List.of("a", "b", "c", "d", "e")) {
      users.add(user(name, "student"));
    }
    assertEquals(5, users.list(Optional.empty(), 0, 2).total());
    assertEquals(
        List.of("c", "d"),
        users.list(Optional.empty(), 2, 2).items().stream().map(User::username).toList());
    assertEquals(Set.of("student"), users.list(Optional.empty(), 4, 2).items().get(0).roles());
    assertEquals(List.of(), users.list(Optional.empty(), 5, 2).items());
  }

  private interface Attempt {
    boolean succeeds(int number) throws Exception;
  }

  private static List<Boolean> atOnce(int times, Attempt attempt) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      List<Callable<Boolean>> attempts = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        attempts.add(() -> attempt.succeeds(number));
      }
      List<Boolean> outcomes = new ArrayList<>();
      for (Future<Boolean> outcome : threads.invokeAll(attempts)) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }
}
