package io.lamina.accounts.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials.Basic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** D-10, H-22. */
class FirstBootTest {
  private static final Pattern LINE =
      Pattern.compile("First start: user admin, password ([A-Za-z0-9]{20})\n");

  @TempDir Path data;
  private final TestAccounts accounts = new TestAccounts();
  private Path file;

  @BeforeEach
  void dataFolder() {
    accounts.settings.dataFolder = data;
    file = data.resolve("run").resolve("first-boot-password");
  }

  private String boot() {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    FirstBoot booted =
        new FirstBoot(
            accounts.users,
            accounts.passwords,
            accounts.settings,
            new PrintStream(console, true, StandardCharsets.UTF_8));
    assertTrue(booted != null);
    return console.toString(StandardCharsets.UTF_8);
  }

  private Caller admin(String password) {
    return accounts.authenticator.authenticate(new Basic("admin", password), "127.0.0.1");
  }

  @Test
  void makesAnAdminWithARandomPasswordPrintedOnceAndKeptForTheOwnerAlone() throws IOException {
    Matcher line = LINE.matcher(boot());
    assertTrue(line.matches());
    String password = line.group(1);
    assertEquals(List.of(password), Files.readAllLines(file));
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    Caller admin = admin(password);
    assertTrue(accounts.rights.may(admin, io.lamina.api.identity.Permission.PROJECT_MANAGE, 1));
    assertEquals("manager", accounts.memberships.find(1, admin.userId()).orElseThrow().role());

    assertEquals("", boot());
    assertEquals(1, accounts.users.list(Optional.empty(), 0, 10).total());
    assertEquals(List.of(password), Files.readAllLines(file));
  }

  @Test
  void takesTheGivenPasswordAndPrintsNothing() {
    accounts.settings.firstPassword = Optional.of("given by IT");
    assertEquals("", boot());
    admin("given by IT");
    assertFalse(Files.exists(file));
  }

  @Test
  void aGivenPasswordChangesNothingLater() {
    accounts.settings.firstPassword = Optional.of("given by IT");
    boot();
    accounts.settings.firstPassword = Optional.of("another one");
    boot();
    admin("given by IT");
  }

  @Test
  void aNodeThatIsSlowerLeavesNoPasswordBehind() throws IOException {
    accounts.settings.firstPassword = Optional.of("of the other node");
    Users slower =
        new ForwardingUsers(accounts.users) {
          @Override
          public Slice<User> list(Optional<AccountStatus> status, long offset, int limit) {
            Slice<User> before = super.list(status, offset, limit);
            if (before.total() == 0) {
              boot();
            }
            return before;
          }
        };
    FakeSettings own = new FakeSettings();
    own.dataFolder = data;
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    FirstBoot booted =
        new FirstBoot(slower, accounts.passwords, own, new PrintStream(console, true, "UTF-8"));
    assertTrue(booted != null);
    assertEquals("", console.toString(StandardCharsets.UTF_8));
    assertFalse(Files.exists(file));
    admin("of the other node");
  }

  @Test
  void theFileGoesWhenThePasswordIsChanged() {
    Matcher line = LINE.matcher(boot());
    assertTrue(line.matches());
    UserService users =
        new UserService(
            accounts.users,
            accounts.directory,
            accounts.passwords,
            accounts.signIns,
            accounts.rights,
            accounts.settings,
            accounts.changes,
            accounts.audit);
    Caller other = accounts.signedIn("other", "admin");
    users.setPassword(other, other.userId(), "long enough");
    assertTrue(Files.exists(file));
    users.changeOwnPassword(admin(line.group(1)), line.group(1), "long enough", false);
    assertFalse(Files.exists(file));
  }
}
