package io.lamina.accounts.domain;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords(64);

  @Test
  void readsTheReferenceImplementationsHash() {
    // test.c of the Argon2 reference implementation
    String encoded =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertTrue(passwords.matches("password", encoded));
    assertFalse(passwords.matches("passwort", encoded));
  }

  @Test
  void newHashesHaveTheRecommendedParametersAndASaltOfTheirOwn() {
    Passwords real = new Passwords();
    String hash = real.hash("correct horse");
    assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
    assertTrue(real.matches("correct horse", hash));
    assertNotEquals(passwords.hash("correct horse"), passwords.hash("correct horse"));
  }

  @Test
  void nobodyHasNoPassword() {
    assertFalse(passwords.matchesNobody("correct horse"));
    assertFalse(passwords.matchesNobody(""));
  }

  @Test
  void aPasswordOverTheLimitMatchesNothingNotEvenItsBeginning() {
    String hash = passwords.hash("");
    assertFalse(passwords.matches("x".repeat(1025), hash));
    assertFalse(passwords.matches("ü".repeat(513), hash));
  }

  @Test
  void acceptsEightCharactersToTheLimitInBytes() {
    assertDoesNotThrow(() -> Passwords.requireAcceptable("password", "12345678"));
    assertDoesNotThrow(() -> Passwords.requireAcceptable("password", "x".repeat(1024)));
    for (String bad :
        new String[] {"", "1234567", "🔑🔑🔑🔑🔑🔑🔑", "x".repeat(1025), "ü".repeat(513)}) {
      String message =
          TestAccounts.refused(
                  ErrorKind.BAD_REQUEST, () -> Passwords.requireAcceptable("password", bad))
              .getMessage();
      assertTrue(message.contains("'password'"), message);
      assertFalse(!bad.isEmpty() && message.contains(bad), "the message quotes the password");
    }
    assertEquals(8, Passwords.MIN_LENGTH);
  }
}
