package io.lamina.accounts.domain;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountsHealthTest {
  @Test
  void isNotHealthyUntilSomebodyCanSignIn() {
    AccountsHealth health = new AccountsHealth();
    assertFalse(health.check().healthy());
    assertTrue(health.check().reason().contains("io.lamina.accounts.cfg"));
    TestAccounts accounts = new TestAccounts();
    accounts.settings.firstPassword = Optional.of("given by IT");
    health.firstBoot =
        new FirstBoot(
            accounts.users,
            accounts.passwords,
            accounts.settings,
            new PrintStream(OutputStream.nullOutputStream()));
    assertTrue(health.check().healthy());
  }
}
