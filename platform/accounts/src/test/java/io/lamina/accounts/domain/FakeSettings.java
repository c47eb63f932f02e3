package io.lamina.accounts.domain;

import io.lamina.accounts.domain.oidc.OidcRealm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings that a test may turn, with D-15's roles. */
public final class FakeSettings implements Settings {
  static final Map<String, String> D_15 =
      Map.ofEntries(
          Map.entry("site.admin", "*"),
          Map.entry("site.professor", "patient-image.read, patient-image.write"),
          Map.entry("site.student", "patient-image.read"),
          Map.entry("site.standard", ""),
          Map.entry("site.annotator", "study.upload, scan.upload, bulk-upload"),
          Map.entry("site.helpdesk", "user.manage"),
          Map.entry("site.radiologist", "study.read"),
          Map.entry("site.demo", ""),
          Map.entry("member.admin", "manager"),
          Map.entry("member.professor", "editor"),
          Map.entry("member.annotator", "editor"),
          Map.entry("demo.projects", "demo"),
          Map.entry("project.reader", "study.read, annotation.read"),
          Map.entry(
              "project.editor", "study.read, study.upload, annotation.read, annotation.write"),
          Map.entry("project.manager", "*"));

  public Roles roles = Roles.of(D_15);
  boolean developmentProfile;
  Optional<String> firstPassword = Optional.empty();
  public Optional<Guesses> guesses = Optional.of(new Guesses(5, 30, 20));
  int apiKeys = 5;
  Optional<OidcRealm> oidc = Optional.empty();
  public SignUp signUp = new SignUp(SignUp.Mode.INVITATION, "standard", 3, Duration.ofDays(14));
  Path dataFolder = Path.of("no-such-folder");
  Duration signingKeyAge = Duration.ofDays(90);
  int sessionsPerUser = 50;

  static Roles with(String key, String value) {
    Map<String, String> changed = new TreeMap<>(D_15);
    changed.put(key, value);
    return Roles.of(changed);
  }

  @Override
  public Roles roles() {
    return roles;
  }

  @Override
  public String issuer() {
    return "lamina-test";
  }

  @Override
  public Duration signingKeyAge() {
    return signingKeyAge;
  }

  @Override
  public Duration stateCache() {
    // longer than any test: what is seen at once is seen by invalidation
    return Duration.ofHours(1);
  }

  @Override
  public Optional<Guesses> guesses() {
    return guesses;
  }

  @Override
  public int apiKeysPerUser() {
    return apiKeys;
  }

  @Override
  public Duration apiKeyLifetime() {
    return Duration.ofDays(365);
  }

  @Override
  public SignUp signUp() {
    return signUp;
  }

  @Override
  public Optional<OidcRealm> oidc() {
    return oidc;
  }

  @Override
  public Duration sessionIdle() {
    return Duration.ofHours(8);
  }

  @Override
  public Duration sessionLifetime() {
    return Duration.ofHours(24);
  }

  @Override
  public int sessionsPerUser() {
    return sessionsPerUser;
  }

  @Override
  public boolean developmentProfile() {
    return developmentProfile;
  }

  @Override
  public Optional<String> firstPassword() {
    return firstPassword;
  }

  @Override
  public Path dataFolder() {
    return dataFolder;
  }
}
