package io.lamina.accounts.rest;

import io.lamina.accounts.domain.Names;
import io.lamina.accounts.domain.Passwords;
import io.lamina.accounts.domain.signup.SignUpService;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.rest.Require;
import java.util.Optional;

/**
 * What a browser sent to make an account; all texts are empty where it sent none.
 *
 * @param invitation a code
 * @param repeated whether the two passwords are the same, or there is but one
 */
record RegisterForm(
    String username, String email, String password, boolean repeated, String invitation) {
  private static final int LONGEST_CODE = 200;

  /** What people can mend before anything is looked up. */
  enum Flaw {
    USERNAME,
    EMAIL,
    PASSWORD,
    DIFFERENT,
    INVITATION
  }

  /** Nothing but an invitation, as its link has it. */
  static RegisterForm invited(String code) {
    return new RegisterForm("", "", "", true, present(code));
  }

  /**
   * As it was sent; each null where it is absent.
   *
   * @param first of two passwords
   * @param alone the password where a client sends it once
   */
  static RegisterForm of(
      String username, String email, String first, String second, String alone, String code) {
    String password = first == null ? present(alone) : first;
    boolean once = first == null && second == null;
    return new RegisterForm(
        present(username),
        present(email),
        password,
        once || password.equals(second),
        present(code));
  }

  private static String present(String text) {
    return text == null ? "" : text;
  }

  /** The first thing that is wrong by itself. */
  Optional<Flaw> flaw() {
    if (refused(() -> Names.username(Require.text("username", username, 150)))) {
      return Optional.of(Flaw.USERNAME);
    }
    if (refused(() -> Names.email(Require.text("email", email, 254)))) {
      return Optional.of(Flaw.EMAIL);
    }
    if (refused(() -> Passwords.requireAcceptable("password", password))) {
      return Optional.of(Flaw.PASSWORD);
    }
    if (!repeated) {
      return Optional.of(Flaw.DIFFERENT);
    }
    return refused(() -> Require.optionalText("invitation", invitation, LONGEST_CODE))
        ? Optional.of(Flaw.INVITATION)
        : Optional.empty();
  }

  private static boolean refused(Runnable check) {
    try {
      check.run();
      return false;
    } catch (LaminaException e) {
      if (e.kind() != ErrorKind.BAD_REQUEST) {
        throw e;
      }
      return true;
    }
  }

  SignUpService.Form toDomain() {
    return new SignUpService.Form(
        username, email, password, Optional.of(invitation).filter(code -> !code.isBlank()));
  }

  @Override
  public String toString() {
    return "RegisterForm[...]";
  }
}
