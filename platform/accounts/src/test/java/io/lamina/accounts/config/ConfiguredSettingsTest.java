package io.lamina.accounts.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.Roles;
import io.lamina.accounts.domain.Settings;
import io.lamina.api.identity.Permission;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfiguredSettingsTest {
  private static final Path DATA = Path.of("data");
  private static final Path SHIPPED =
      Path.of("../../karaf-assembly/src/main/resources/etc/io.lamina.accounts.cfg");

  /** The configuration as it is where an operator sets nothing. */
  private static final AccountsConfig DEFAULTS =
      (AccountsConfig)
          Proxy.newProxyInstance(
              AccountsConfig.class.getClassLoader(),
              new Class<?>[] {AccountsConfig.class},
              (proxy, method, arguments) -> method.getDefaultValue());

  /** Names of keys as Declarative Services derives them (OSGi Compendium, 112.8.2.1). */
  private static Map<String, Object> defaults() {
    Map<String, Object> values = new TreeMap<>();
    for (Method method : AccountsConfig.class.getDeclaredMethods()) {
      String key =
          method
              .getName()
              .replace("$_$", "-")
              .replace("__", "\0")
              .replace('_', '.')
              .replace('\0', '_');
      values.put(key, method.getDefaultValue());
    }
    return values;
  }

  private static ConfiguredSettings settings(Map<String, Object> keys, Map<String, String> env) {
    return new ConfiguredSettings(DEFAULTS, keys, env, DATA);
  }

  @Test
  void theDefaultsAreThoseOfD15() {
    Roles roles = settings(defaults(), Map.of()).roles();
    assertEquals(
        Set.of("admin", "professor", "student", "standard", "annotator", "student_dev", "demo"),
        roles.siteRoles().stream().map(Roles.SiteRole::name).collect(Collectors.toSet()));
    assertEquals(EnumSet.allOf(Permission.class), roles.permissions(Set.of("admin")));
    assertEquals(
        Set.of(Permission.PATIENT_IMAGE_READ, Permission.PATIENT_IMAGE_WRITE),
        roles.permissions(Set.of("professor")));
    assertEquals(Set.of(Permission.PATIENT_IMAGE_READ), roles.permissions(Set.of("student")));
    // C-020: whoever is signed in reads patient images, but demo
    assertEquals(Set.of(), roles.permissions(Set.of("demo")));
    assertEquals(Set.of(Permission.PATIENT_IMAGE_READ), roles.permissions(Set.of("standard")));
    assertEquals(
        Set.of(
            Permission.STUDY_UPLOAD,
            Permission.SCAN_UPLOAD,
            Permission.BULK_UPLOAD,
            Permission.PATIENT_IMAGE_READ),
        roles.permissions(Set.of("annotator")));
    assertEquals(
        Set.of(Permission.SCAN_UPLOAD, Permission.PATIENT_IMAGE_READ),
        roles.permissions(Set.of("student_dev")));
    for (Map.Entry<String, String> expected :
        Map.of(
                "admin", "manager",
                "professor", "editor",
                "student", "reader",
                "standard", "reader",
                "annotator", "editor",
                "student_dev", "editor",
                "demo", "reader")
            .entrySet()) {
      assertEquals(expected.getValue(), roles.memberRole(Set.of(expected.getKey())).name());
    }
    assertEquals(Optional.of(Set.of("demo")), roles.onlyProjects(Set.of("demo")));
    Set<Permission> editor = roles.projectRole("editor").orElseThrow().permissions();
    assertTrue(editor.containsAll(roles.projectRole("reader").orElseThrow().permissions()));
    assertTrue(editor.contains(Permission.MASK_WRITE));
    assertFalse(editor.contains(Permission.PROJECT_MANAGE));
    assertEquals(
        EnumSet.allOf(Permission.class), roles.projectRole("manager").orElseThrow().permissions());
  }

  @Test
  void theShippedFileShowsEachDefaultAsItIs() throws IOException {
    String uncommented =
        Files.readString(SHIPPED)
            .lines()
            .map(line -> line.startsWith("#") && !line.startsWith("# ") ? line.substring(1) : line)
            .collect(Collectors.joining("\n"));
    Properties shown = new Properties();
    shown.load(new java.io.StringReader(uncommented));
    Map<String, String> expected = new TreeMap<>();
    defaults().forEach((key, value) -> expected.put(key, value.toString()));
    assertEquals(expected, new TreeMap<>(Map.copyOf(shown)));
  }

  @Test
  void aPermissionThatDoesNotExistIsRefused() {
    Map<String, Object> wrong = defaults();
    wrong.put("project.reader", new String[] {"study.read", "study.raed"});
    assertThrows(IllegalArgumentException.class, () -> settings(wrong, Map.of()));
  }

  @Test
  void aWrongChangeLeavesTheRolesAsTheyWere() {
    ConfiguredSettings settings = settings(defaults(), Map.of());
    Roles before = settings.roles();
    Map<String, Object> wrong = defaults();
    wrong.put("site.student", "everything");
    assertThrows(IllegalArgumentException.class, () -> settings.change(DEFAULTS, wrong));
    assertEquals(before, settings.roles());
    Map<String, Object> right = defaults();
    right.put("site.student", "study.read");
    settings.change(DEFAULTS, right);
    assertEquals(Set.of(Permission.STUDY_READ), settings.roles().permissions(Set.of("student")));
  }

  @Test
  void aNumberOutOfRangeIsRefused() {
    AccountsConfig zero =
        (AccountsConfig)
            Proxy.newProxyInstance(
                AccountsConfig.class.getClassLoader(),
                new Class<?>[] {AccountsConfig.class},
                (proxy, method, arguments) ->
                    method.getReturnType() == int.class ? 0 : method.getDefaultValue());
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConfiguredSettings(zero, defaults(), Map.of(), DATA));
  }

  @Test
  void switchesComeFromTheEnvironment() {
    ConfiguredSettings strict = settings(defaults(), Map.of("LAMINA_ADMIN_PASSWORD", ""));
    assertFalse(strict.developmentProfile());
    assertEquals(Optional.of(new Settings.Guesses(20, 100, 100)), strict.guesses());
    assertEquals(Optional.empty(), strict.firstPassword());
    ConfiguredSettings loose =
        settings(
            defaults(),
            Map.of(
                "LAMINA_PROFILE", "dev",
                "LAMINA_RATE_LIMITS", "off",
                "LAMINA_ADMIN_PASSWORD", "secret"));
    assertTrue(loose.developmentProfile());
    assertEquals(Optional.empty(), loose.guesses());
    assertEquals(Optional.of("secret"), loose.firstPassword());
    assertFalse(settings(defaults(), Map.of("LAMINA_PROFILE", "production")).developmentProfile());
  }
}
