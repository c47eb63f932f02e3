package io.lamina.accounts.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.identity.Permission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolesTest {
  private final Roles roles = Roles.of(FakeSettings.D_15);

  @Test
  void aStarIsEveryPermission() {
    assertEquals(Set.of(Permission.values()), roles.permissions(Set.of("admin")));
  }

  @Test
  void severalRolesAddUp() {
    assertEquals(
        Set.of(Permission.PATIENT_IMAGE_READ, Permission.USER_MANAGE),
        roles.permissions(Set.of("student", "helpdesk")));
  }

  @Test
  void aRoleThatConfigurationNoLongerHasGivesNothing() {
    assertEquals(Set.of(), roles.permissions(Set.of("removed")));
    assertEquals("reader", roles.memberRole(Set.of("removed")).name());
  }

  @Test
  void anUnknownPermissionIsRefusedByName() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> FakeSettings.with("site.student", "patient-image.read, study.raed"));
    assertTrue(refusal.getMessage().contains("site.student"), refusal::getMessage);
    assertTrue(refusal.getMessage().contains("'study.raed'"), refusal::getMessage);
  }

  @Test
  void unknownRolesAreRefusedByName() {
    for (Map.Entry<String, String> wrong :
        List.of(
            Map.entry("member.student", "boss"),
            Map.entry("member.stduent", "reader"),
            Map.entry("stduent.projects", "demo"))) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> FakeSettings.with(wrong.getKey(), wrong.getValue()));
      assertTrue(refusal.getMessage().contains(wrong.getKey()), refusal::getMessage);
    }
  }

  @Test
  void aLimitedRoleLimitsTheOthersToo() {
    assertEquals(Optional.of(Set.of("demo")), roles.onlyProjects(Set.of("demo", "admin")));
    assertFalse(roles.permissions(Set.of("demo", "admin")).contains(Permission.USER_MANAGE));
    assertEquals("reader", roles.memberRole(Set.of("demo", "admin")).name());
    assertEquals(Optional.empty(), roles.onlyProjects(Set.of("admin")));
  }

  @Test
  void theStrongestSiteRoleSaysWhichProjectRoleHeGets() {
    assertEquals("reader", roles.memberRole(Set.of()).name());
    assertEquals("reader", roles.memberRole(Set.of("student")).name());
    assertEquals("editor", roles.memberRole(Set.of("student", "professor")).name());
    assertEquals("manager", roles.memberRole(Set.of("professor", "admin")).name());
  }

  @Test
  void aSiteAddsRolesOfItsOwnAndTheBuiltInOnesKeepTheirNumbers() {
    Roles own = FakeSettings.with("project.auditor", "audit.read");
    assertEquals(1, own.requireProjectRole("reader").id());
    assertEquals(2, own.requireProjectRole("editor").id());
    assertEquals(3, own.requireProjectRole("manager").id());
    assertEquals("auditor", own.requireProjectRole(4).name());
  }

  @Test
  void namesOfNoRoleAreRefusedWithTheOnesThereAre() {
    String message =
        TestAccounts.refused(
                ErrorKind.BAD_REQUEST, () -> roles.requireSiteRoles(Set.of("superuser")))
            .getMessage();
    assertTrue(message.contains("superuser") && message.contains("annotator"), message);
    TestAccounts.refused(ErrorKind.BAD_REQUEST, () -> roles.requireProjectRole("boss"));
    TestAccounts.refused(ErrorKind.BAD_REQUEST, () -> roles.requireProjectRole(9));
  }
}
