package io.lamina.accounts.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lamina.accounts.domain.Project.Details;
import io.lamina.accounts.domain.Users.UserEdit;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every change of who may do what is told of, and nothing that was refused. */
class AuditTest {
  @Test
  void eachChangeHasItsEntry() {
    TestAccounts accounts = new TestAccounts();
    Caller admin = accounts.signedIn("root", "admin");
    Caller nobody = accounts.signedIn("nobody", "standard");
    int before = accounts.changes.words().size();

    User eve =
        accounts.userService.create(
            admin, "eve", "eve@example.com", "long enough", Optional.empty(), Set.of("standard"));
    Project project =
        accounts.projectService.create(
            admin, new Details("P", null, null, null, null, false, null), true);
    accounts.memberService.add(admin, project.id(), eve.id(), Optional.empty());
    accounts.memberService.changeRole(
        admin, project.id(), eve.id(), roles -> roles.requireProjectRole("editor"));
    accounts.memberService.remove(admin, project.id(), eve.id());
    accounts.userService.setPassword(admin, eve.id(), "another one");
    accounts.userService.update(
        admin,
        eve.id(),
        new UserEdit(
            Optional.empty(), Optional.empty(), Optional.of(Set.of("student")), Optional.empty()));
    accounts.userService.deactivate(admin, eve.id());
    accounts.projectService.deactivate(admin, project.id());
    accounts.keyRing.rotate(admin, false);
    assertThrows(
        LaminaException.class, () -> accounts.userService.deactivate(nobody, admin.userId()));

    List<String> words = accounts.changes.words();
    assertEquals(
        List.of(
            "root user created",
            "root project created",
            "root member added",
            "root member role",
            "root member removed",
            "root user password",
            "root user updated",
            "root user updated",
            "root project updated",
            "root signing-key rotated"),
        words.subList(before, words.size()));
  }
}
