package io.lamina.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Credentials;
import org.junit.jupiter.api.Test;

class FakeAuthenticatorTest {
  private final FakeAuthenticator authenticator = new FakeAuthenticator(Callers.EDITOR);

  @Test
  void signsInByPasswordAndByTokenFromTheAddressOfTheRequest() {
    Credentials basic = new Credentials.Basic("editor", FakeAuthenticator.PASSWORD);
    Credentials bearer = new Credentials.Bearer(FakeAuthenticator.token(Callers.EDITOR));
    assertEquals(3, authenticator.authenticate(basic, "198.51.100.7").userId());
    assertEquals("198.51.100.7", authenticator.authenticate(bearer, "198.51.100.7").address());
  }

  @Test
  void refusesEverybodyElseInOneText() {
    String wrong = refusal(new Credentials.Basic("editor", "wrong"));
    assertEquals(wrong, refusal(new Credentials.Basic("nobody", FakeAuthenticator.PASSWORD)));
    assertEquals(wrong, refusal(new Credentials.Bearer(FakeAuthenticator.token(Callers.READER))));
  }

  private String refusal(Credentials credentials) {
    return assertThrows(
            LaminaException.class, () -> authenticator.authenticate(credentials, "192.0.2.1"))
        .getMessage();
  }
}
